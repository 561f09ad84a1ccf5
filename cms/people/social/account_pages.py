"""Accounts of who came by another site, and the list of ways in which somebody signs in."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from django.views.generic import FormView

from cms.identity.confirming import confirmation_required, member_page
from cms.identity.models import User
from cms.people.consents.forms import AgreeingForm
from cms.people.devices import end_sessions
from cms.people.mails import get_language, mail_email_change, may_be_sent
from cms.people.second_step import start_sign_in
from cms.people.sign_up import make_email_field, make_name_field
from cms.people.social.flows import find_newcomer, forget_newcomer
from cms.people.social.linking import LastWayError, create_linked_account, list_links, unlink
from cms.people.social.providers import find_provider, list_providers

__all__ = ["NewAccount", "remove_link", "sign_ins"]


class NewcomerForm(AgreeingForm):
    """What the other site said is filled in, for its owner to change."""

    display_name = make_name_field()
    email = make_email_field(
        required=False, help_text=gettext_lazy("It counts once you followed the link that we send to it.")
    )


@method_decorator(never_cache, name="dispatch")
class NewAccount(FormView[NewcomerForm]):
    """Asks somebody who is not known here whether they want an account. It has no address before that is proved."""

    template_name, form_class = "people/social_new.html", NewcomerForm

    def dispatch(self, request: HttpRequest, *args: Any, **given: Any) -> HttpResponseBase:
        newcomer = find_newcomer(request)
        if newcomer is None or not settings.SIGN_UP:
            return redirect("sign_in")
        self.newcomer = newcomer
        return super().dispatch(request, *args, **given)

    def get_initial(self) -> dict[str, Any]:
        known = self.newcomer.identity
        return {"display_name": known.name[:80], "email": known.email[:254]}

    def form_valid(self, form: NewcomerForm) -> HttpResponse:
        user = create_linked_account(self.newcomer.identity, form.cleaned_data["display_name"], form.texts)
        forget_newcomer(self.request)
        if user is None:  # the form was sent twice at the same time
            return redirect("sign_in")
        email = form.cleaned_data["email"]
        if email and may_be_sent(self.request, "sign_up", email):
            mail_email_change.enqueue(user.pk, email, get_language())
            messages.success(self.request, _("An e-mail with a link is on its way to your address."))
        return start_sign_in(self.request, user, self.newcomer.target, remember=False)

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        return super().get_context_data(**given, provider=find_provider(self.newcomer.identity.provider))


@member_page
def sign_ins(request: HttpRequest) -> HttpResponse:
    """By what the person can sign in."""
    titles = {each.name: each.title for each in list_providers()}
    links = [
        {"row": row, "title": titles.get(row.provider, row.provider), "is_offered": row.provider in titles}
        for row in list_links(User.objects.get(pk=request.user.pk))
    ]
    return render(request, "people/sign_ins.html", {"links": links})


@require_POST
@confirmation_required
def remove_link(request: HttpRequest, key: int) -> HttpResponse:
    """Remove a link, and sign out other devices, which may have been signed in by it. The last way stays."""
    user = User.objects.get(pk=request.user.pk)
    try:
        if not unlink(user, key):
            raise Http404
    except LastWayError:
        messages.error(request, _("You could not sign in any more. Choose a password first."))
        return redirect("account_sign_ins")
    end_sessions(user, request.session.session_key)
    messages.success(request, _("It was removed. Other devices were signed out."))
    return redirect("account_sign_ins")
