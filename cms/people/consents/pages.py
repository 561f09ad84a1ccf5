"""The page of a person's consents: what they have still to agree to, what they agreed to, and withdrawing it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from django.views.generic import FormView

from cms.identity.confirming import SIGN_IN
from cms.identity.models import User
from cms.people.consents.forms import AgreeingForm, link_text
from cms.people.consents.records import agree, find_pending_texts, list_consents, withdraw
from cms.people.targets import get_home, get_target

__all__ = ["Agree", "withdraw_consent"]

signed_in = login_required(login_url=SIGN_IN)
"""Not `member_page`, which leads here."""


@method_decorator([never_cache, signed_in], name="dispatch")
class Agree(FormView[AgreeingForm]):
    """Asks for what is missing, and leads on to where the person was going."""

    template_name, form_class = "people/consents.html", AgreeingForm

    def get_user(self) -> User:
        return User.objects.get(pk=self.request.user.pk)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "texts": find_pending_texts(self.get_user())}

    def form_valid(self, form: AgreeingForm) -> HttpResponse:
        user = self.get_user()
        agree(user, form.texts)
        return HttpResponseRedirect(get_target(self.request) or get_home(user))

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        rows = [{"row": each, "link": link_text(each.text)} for each in list_consents(self.get_user())]
        return super().get_context_data(**given, consents=rows, next=get_target(self.request))


@require_POST
@never_cache
@signed_in
def withdraw_consent(request: HttpRequest, key: int) -> HttpResponse:
    """404 for the consent of somebody else, and for one that was withdrawn."""
    if not withdraw(User.objects.get(pk=request.user.pk), key):
        raise Http404
    messages.success(request, _("Your consent was withdrawn."))
    return redirect("account_consents")
