"""The way to another site and back."""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import urlencode, urlsplit

import structlog
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from social_core.exceptions import SocialAuthBaseException

from cms.base.measures import SIGN_INS
from cms.http.clients import get_client_address, get_network
from cms.identity.confirming import ask_to_confirm, is_confirmed
from cms.identity.models import User
from cms.people.second_step import start_sign_in
from cms.people.social.backends import Identity, load_backend
from cms.people.social.flows import Flow, Newcomer, keep_flow, keep_newcomer, take_flow
from cms.people.social.linking import find_user, link
from cms.people.social.providers import Provider, find_provider
from cms.people.targets import FIELD, get_target
from cms.ratelimit.rates import RateExceeded, take

__all__ = ["social_finish", "social_start"]

BACK = {"sign_in": "sign_in", "link": "account_sign_ins", "confirm": "account_confirm"}
"""Where a flow that failed leads back to, by its purpose."""
OPENID, FRESH = ("oidc", "microsoft"), {"PROMPT": "login"}
"""Providers that can be asked to have somebody sign in again, and how."""
TOLERANCE = 60
"""Seconds by which the clock of another site may be behind."""
logger = structlog.get_logger(__name__)


def load_provider(name: str) -> Provider:
    provider = find_provider(name)
    if provider is None:
        raise Http404
    return provider


@require_POST
@never_cache
def social_start(request: HttpRequest, name: str) -> HttpResponse:
    """Lead somebody to another site: to sign in, to link an account there, or to confirm who they are."""
    provider, purpose = load_provider(name), request.POST.get("purpose", "")
    if purpose not in BACK or (purpose != "sign_in" and not request.user.is_authenticated):
        return redirect("sign_in")
    if purpose == "link" and not is_confirmed(request):
        return ask_to_confirm(request, reverse("account_sign_ins"))
    try:
        take("social_sign_in", f"net:{get_network(get_client_address(request))}")
        return lead_away(request, provider, purpose)
    except RateExceeded as error:
        SIGN_INS.labels("limited").inc()
        text = _("Too many attempts: try again in %d seconds.") % error.retry_after
        return refuse(request, purpose, text, get_target(request))
    except SocialAuthBaseException as error:
        return report_failure(request, provider, purpose, error, get_target(request))


def lead_away(request: HttpRequest, provider: Provider, purpose: str) -> HttpResponse:
    """A page that leads on at once: the policy of the page with the button would have to name every site on the way."""
    is_asked = purpose == "confirm" and provider.name in OPENID
    backend = load_backend(request, provider, **(FRESH if is_asked else {}))
    address = backend.auth_url()
    if urlsplit(address).scheme not in ("https", "http"):
        raise Http404
    flow = Flow(provider.name, purpose, get_target(request), request.user.pk or 0, time.time())
    keep_flow(request, backend.started_state, flow)
    return render(request, "people/social_leave.html", {"address": address, "provider": provider})


@require_safe
@never_cache
def social_finish(request: HttpRequest, name: str) -> HttpResponse:
    """Where the other site leads back to."""
    provider = load_provider(name)
    flow = take_flow(request, provider.name)
    if flow is None:
        return refuse(
            request, "sign_in", _("This took too long, or was begun in another browser. Try again.")
        )
    try:
        identity = load_backend(request, provider).complete()
    except SocialAuthBaseException as error:
        return report_failure(request, provider, flow.purpose, error, flow.target)
    return FINISH[flow.purpose](request, provider, flow, identity)


def finish_sign_in(request: HttpRequest, provider: Provider, flow: Flow, identity: Identity) -> HttpResponse:
    """Sign in who is linked; others choose between a new account and theirs."""
    user = find_user(identity)
    if user is not None and user.is_active:
        confirms = not user.has_usable_password() and is_fresh(flow, identity)
        return start_sign_in(request, user, flow.target, remember=False, confirms=confirms)
    if user is not None or not settings.SIGN_UP:
        SIGN_INS.labels("wrong").inc()
        logger.info("social_sign_in_unknown", provider=provider.name)
        text = _(
            "No account is linked with this account at %(site)s. Sign in with your password, then link it."
        )
        return refuse(request, "sign_in", text % {"site": provider.title}, flow.target)
    keep_newcomer(request, Newcomer(identity, flow.target))
    return redirect("social_new")


def finish_link(request: HttpRequest, provider: Provider, flow: Flow, identity: Identity) -> HttpResponse:
    """Link who came back with the account that asked for it."""
    if link(User.objects.get(pk=request.user.pk), identity):
        messages.success(request, _("You can sign in with %(site)s now.") % {"site": provider.title})
        return redirect("account_sign_ins")
    text = _("This account at %(site)s is linked with another account here. Remove it there first.")
    return refuse(request, "link", text % {"site": provider.title})


def finish_confirm(request: HttpRequest, provider: Provider, flow: Flow, identity: Identity) -> HttpResponse:
    """Confirm who has no password here, by a sign-in of now where the other site tells when it was."""
    user = find_user(identity)
    is_theirs = user is not None and user.pk == request.user.pk and not user.has_usable_password()
    if user is None or not (is_theirs and is_fresh(flow, identity)):
        SIGN_INS.labels("wrong").inc()
        logger.info("social_confirmation_refused", user=request.user.pk, provider=provider.name)
        text = _(
            "This did not confirm who you are. Sign in at %(site)s again, with the account that is linked."
        )
        return refuse(request, "confirm", text % {"site": provider.title}, flow.target)
    remember = not request.session.get_expire_at_browser_close()
    return start_sign_in(request, user, flow.target, remember)


def is_fresh(flow: Flow, identity: Identity) -> bool:
    """Whether somebody signed in at the other site for this flow. Those that can be asked to have them do so are not
    believed unasked: a browser that is signed in there passes without a word."""
    if identity.proved_at is not None:
        return identity.proved_at >= flow.at - TOLERANCE
    return flow.purpose == "confirm" or flow.provider not in OPENID


FINISH: dict[str, Any] = {"sign_in": finish_sign_in, "link": finish_link, "confirm": finish_confirm}


def report_failure(
    request: HttpRequest, provider: Provider, purpose: str, error: SocialAuthBaseException, target: str
) -> HttpResponse:
    """Tell the operator why the other site did not do, and the visitor that it did not."""
    SIGN_INS.labels("provider").inc()
    logger.warning("social_sign_in_failed", provider=provider.name, reason=error.code, stage=error.stage)
    text = _("%(site)s did not sign you in. Try again, or choose another way.")
    return refuse(request, purpose, text % {"site": provider.title}, target)


def refuse(request: HttpRequest, purpose: str, text: str, target: str = "") -> HttpResponse:
    """Back to the page that the way began at, which still knows where its visitor was going."""
    messages.error(request, text)
    query = f"?{urlencode({FIELD: target})}" if target else ""
    return HttpResponseRedirect(reverse(BACK[purpose]) + query)
