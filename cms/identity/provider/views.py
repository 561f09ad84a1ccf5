"""The pages and endpoints of the identity provider: django-oauth-toolkit's, with less that they accept."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import jwt
import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import View
from oauth2_provider import views
from oauth2_provider.models import Application
from oauthlib.common import Request as OAuthlibRequest
from oauthlib.oauth2.rfc6749.errors import InvalidClientIdError, InvalidRequestFatalError

from cms.http.clients import get_client_address, get_network
from cms.identity.confirming import check_member
from cms.identity.provider.access_tokens import check_access_token
from cms.identity.provider.claims import get_audience, get_issuer
from cms.identity.provider.clients import find_client
from cms.identity.provider.devices import DEVICE_GRANT, begin_device_sign_in
from cms.identity.provider.discovery import build_url
from cms.identity.provider.families import end_family, end_sign_ins
from cms.identity.provider.form_targets import let_forms_lead_to_client
from cms.identity.provider.proofs import find_proof, forget_asked, must_prove_again, note_asked
from cms.identity.provider.scope_texts import describe_scope
from cms.identity.session_names import NAME
from cms.ratelimit.rates import RateExceeded, refund, take

__all__ = ["Authorize", "DeviceAuthorization", "Introspect", "Logout", "Revoke", "Token", "UserInfo"]

logger = structlog.get_logger(__name__)
WAITS = ("authorization_pending", "slow_down")
"""What a device is told that asks while its owner is on the way; no refusal."""
QUERY_TOKEN = {
    "error": "invalid_request",
    "error_description": "A token does not belong in the address: send it as Authorization: Bearer.",
}


class Authorize(views.AuthorizationView):  # type: ignore[misc]
    """Asks somebody who has signed in whether a client may act for them; clients of our own get a code at once."""

    template_name = "oauth/authorize.html"

    def dispatch(self, request: HttpRequest, *args: Any, **given: Any) -> HttpResponse:
        response: HttpResponse = super().dispatch(request, *args, **given)
        response.headers["Cache-Control"] = "no-store"
        return let_forms_lead_to_client(request, response)

    def get(self, request: HttpRequest, *args: Any, **given: Any) -> HttpResponse:
        """A client that wants people to prove again who they are, or to be asked, has them do so, whatever they did
        before."""
        if must_prove_again(request):
            return self.ask_for_proof(request)
        if request.user.is_authenticated and (first := check_member(request)) is not None:
            return self.handle_no_permission() if is_silent(request) else first
        request.GET = simplify_prompt(request.GET)
        response: HttpResponse = super().get(request, *args, **given)
        return response

    def post(self, request: HttpRequest, *args: Any, **given: Any) -> HttpResponse:
        """What has to be done first may have come up since the page was shown, and who sends the form without having
        seen the page has to do it all the same."""
        if request.user.is_authenticated and check_member(request) is not None:
            return HttpResponseRedirect(request.get_full_path())
        response: HttpResponse = super().post(request, *args, **given)
        return response

    def ask_for_proof(self, request: HttpRequest) -> HttpResponse:
        """Lead to the page that asks for the password, and back here; who wants no page shown gets an error."""
        if is_silent(request):
            response: HttpResponse = self.handle_no_permission()
            return response
        note_asked(request)
        target = urlencode({"next": request.get_full_path()})
        return HttpResponseRedirect(f"{reverse('account_confirm')}?{target}")

    def create_authorization_response(
        self, request: HttpRequest, scopes: Any, credentials: dict[str, Any], allow: bool
    ) -> Any:
        forget_asked(request)
        own = {"proved_at": find_proof(request), "session_name": request.session.get(NAME, "")}
        given = {**credentials, **own}
        return super().create_authorization_response(request, scopes, given, allow)

    def form_valid(self, form: Any) -> HttpResponse:
        """What comes back from the page may name any client; the toolkit answers an unknown one with 500."""
        if find_client(form.cleaned_data["client_id"]) is None:
            refused = InvalidClientIdError()
            return self.render_to_response({"error": refused}, status=refused.status_code)  # type: ignore[no-any-return]
        response: HttpResponse = super().form_valid(form)
        return response

    def form_invalid(self, form: Any) -> HttpResponse:
        """No page of ours sends such a form."""
        refused = InvalidRequestFatalError()
        return self.render_to_response({"error": refused}, status=refused.status_code)  # type: ignore[no-any-return]

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**given)
        return {**context, "texts": [describe_scope(scope) for scope in context.get("scopes", ())]}


def is_silent(request: HttpRequest) -> bool:
    """Whether the client wants no page shown."""
    return "none" in request.GET.get("prompt", "").split()


def simplify_prompt(given: QueryDict) -> QueryDict:
    """Parameters as the toolkit understands them: without the proof that was given, and with a question that is wanted
    however often the person was asked before. People are always asked about clients without a secret, for which
    another program can pass."""
    words = given.get("prompt", "").split()
    changed = given.copy()
    changed["prompt"] = " ".join(word for word in words if word != "login")
    if "approval_prompt" in given and ("consent" in words or is_public(given.get("client_id", ""))):
        changed["approval_prompt"] = "force"
    return changed


def is_public(client_id: str) -> bool:
    client = find_client(client_id)
    return client is not None and client.client_type == Application.CLIENT_PUBLIC


class NoTokenInAddress:
    """Refuses tokens in the address, where proxies, logs and histories keep them, answers that are kept, and networks
    that were refused too often.

    Programs send to these views, with a secret or token and no cookie: each is `csrf_exempt` by itself, since Django
    looks at the outermost `dispatch` alone, which hides what the toolkit says of its own.
    """

    def dispatch(self, request: HttpRequest, *args: Any, **given: Any) -> HttpResponse:
        if {"access_token", "token", "refresh_token", "client_secret", "code_verifier"} & request.GET.keys():
            return JsonResponse(QUERY_TOKEN, status=400)
        network = f"net:{get_network(get_client_address(request))}"
        try:
            take("oauth", network)  # before the look, so that parallel requests are all counted
        except RateExceeded as error:
            return refuse_for_now(error.retry_after)
        response: HttpResponse = super().dispatch(request, *args, **given)  # type: ignore[misc]
        response.headers["Cache-Control"] = "no-store"
        refused = note_refusal(request, response) if response.status_code >= 400 else ""
        if refused in ("", *WAITS):
            refund("oauth", network)
        return response


def refuse_for_now(seconds: int) -> HttpResponse:
    response = JsonResponse({"error": "temporarily_unavailable"}, status=429)
    response["Retry-After"] = str(seconds)
    return response


def note_refusal(request: HttpRequest, response: HttpResponse) -> str:
    """Tell the operator of a request that was refused, with nothing that is secret in it; the error. A device that
    waits is none."""
    error = "unknown"
    with suppress(ValueError, AttributeError):
        error = str(json.loads(response.content or b"{}").get("error"))
    if error not in WAITS:
        network = get_network(get_client_address(request))
        client = request.POST.get("client_id", "")[:80]
        logger.warning(
            "oauth_request_refused", path=request.path, error=error, client=client, network=network
        )
    return error


@method_decorator(csrf_exempt, name="dispatch")
class Token(NoTokenInAddress, views.TokenView):  # type: ignore[misc]
    """Exchanges codes, of devices too, and refresh tokens."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, *args: Any, **given: Any) -> HttpResponse:
        if request.POST.get("grant_type") not in ("authorization_code", "refresh_token", DEVICE_GRANT):
            return JsonResponse({"error": "unsupported_grant_type"}, status=400)
        response: HttpResponse = self.authorization_flow_token_response(request)
        response.headers["Content-Type"] = (
            "application/json"  # also of what is refused while tokens are stored
        )
        return response


@method_decorator(csrf_exempt, name="dispatch")
class Revoke(NoTokenInAddress, views.RevokeTokenView):  # type: ignore[misc]
    """Ends the sign-in that a token belongs to."""


def find_sender(request: HttpRequest) -> Any:
    """The client that sends this, and proves it by its secret; a public one by its name alone. None for all others."""
    core = views.TokenView.get_oauthlib_core()
    asked = OAuthlibRequest(*core._extract_params(request))
    validator = core.server.request_validator
    asked.grant_type = None  # the toolkit takes a public client's word where this names the grant of devices
    if validator.authenticate_client(asked) or validator.authenticate_client_id(asked.client_id, asked):
        return asked.client
    return None


@method_decorator(csrf_exempt, name="dispatch")
class Introspect(NoTokenInAddress, View):
    """Tells a client with a secret whether an access token of its own is valid."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        client = find_sender(request)
        if client is None or client.client_type != Application.CLIENT_CONFIDENTIAL:
            return JsonResponse({"error": "invalid_client"}, status=401)
        claims = check_access_token(request.POST.get("token", "")).claims
        if claims is None or claims.client_id != client.client_id:
            return JsonResponse({"active": False})
        return JsonResponse({
            "active": True, "scope": " ".join(sorted(claims.scopes)), "client_id": claims.client_id,
            "sub": str(claims.user_id), "exp": int(claims.expires_at), "iss": get_issuer(), "aud": get_audience(),
            "token_type": "Bearer",
        })  # fmt: skip


@method_decorator(csrf_exempt, name="dispatch")
class DeviceAuthorization(NoTokenInAddress, View):
    """Gives a device the codes of a new sign-in."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        client = find_sender(request)
        if client is None:
            return JsonResponse({"error": "invalid_client"}, status=401)
        if client.authorization_grant_type != Application.GRANT_DEVICE_CODE:
            return JsonResponse({"error": "unauthorized_client"}, status=400)
        scopes = request.POST.get("scope", "").split() or settings.OAUTH2_PROVIDER["DEFAULT_SCOPES"]
        if not set(scopes) <= settings.OAUTH2_PROVIDER["SCOPES"].keys():
            return JsonResponse({"error": "invalid_scope"}, status=400)
        try:
            take("oauth_device", f"net:{get_network(get_client_address(request))}")
        except RateExceeded as error:
            return refuse_for_now(error.retry_after)
        codes, page = begin_device_sign_in(client, scopes), build_url("device")
        complete = f"{page}?{urlencode({'user_code': codes['user_code']})}"
        return JsonResponse({**codes, "verification_uri": page, "verification_uri_complete": complete})


@method_decorator(csrf_exempt, name="dispatch")
class UserInfo(NoTokenInAddress, views.UserInfoView):  # type: ignore[misc]
    """What a client may know of the person, for an access token in the header."""

    http_method_names = ["get", "post", "options"]

    def dispatch(self, request: HttpRequest, *args: Any, **given: Any) -> HttpResponse:
        scheme, _space, token = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
        if scheme.lower() != "bearer" or check_access_token(token.strip()).claims is None:
            response = JsonResponse({"error": "invalid_token"}, status=401)
            response.headers["WWW-Authenticate"] = 'Bearer error="invalid_token"'
            return response
        return super().dispatch(request, *args, **given)


class Logout(views.RPInitiatedLogoutView):  # type: ignore[misc]
    """Signs somebody out of this site and what they signed in to from here, asked by a client, and leads back to it.

    family: the sign-in whose ID token the client sent. It ends, too, where it was made in an earlier session.
    """

    template_name = "oauth/logout.html"
    family: UUID | None = None

    def dispatch(self, request: HttpRequest, *args: Any, **given: Any) -> HttpResponse:
        response: HttpResponse = super().dispatch(request, *args, **given)
        return let_forms_lead_to_client(request, response)

    def get_request_application(self, id_token: Any, client_id: str | None) -> Any:
        """The client that asks; None for one that is unknown."""
        if client_id:
            return find_client(client_id)
        return id_token.application if id_token else None

    def validate_logout_request_user(self, id_token_hint: str, client_id: str) -> Any:
        """The ID token of a hint that is ours; an error for any other."""
        id_token = super().validate_logout_request_user(id_token_hint, client_id)
        if id_token is not None:
            claims = jwt.decode(id_token_hint, options={"verify_signature": False})  # verified above
            self.family = UUID(claims["sid"]) if "sid" in claims else None
        return id_token

    def do_logout(
        self, application: Any = None, *args: Any, token_user: Any = None, **given: Any
    ) -> HttpResponse:
        here = self.request.user
        if self.family:
            end_family(self.family, "sign_out")
        user = token_user or (args[2] if len(args) > 2 else None) or here
        response: HttpResponse = super().do_logout(application, *args, **given)
        if user.is_authenticated and user.pk != here.pk:  # who is signed in here was signed out by this
            end_sign_ins(user.pk, "sign_out")
        return response
