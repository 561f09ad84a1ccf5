"""The pages and endpoints of the identity provider: django-oauth-toolkit's, with less that they accept."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any
from urllib.parse import urlencode

import structlog
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from oauth2_provider import views
from oauthlib.oauth2.rfc6749.errors import InvalidClientIdError, InvalidRequestFatalError

from cms.http.clients import get_client_address, get_network
from cms.identity.provider.access_tokens import check_access_token
from cms.identity.provider.claims import get_audience, get_issuer
from cms.identity.provider.clients import find_client
from cms.identity.provider.families import end_sign_ins
from cms.identity.provider.form_targets import let_forms_lead_to_client
from cms.identity.provider.proofs import find_proof, forget_asked, must_prove_again, note_asked

__all__ = ["Authorize", "Introspect", "Logout", "Revoke", "Token", "UserInfo"]

logger = structlog.get_logger(__name__)
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
        request.GET = simplify_prompt(request.GET)
        response: HttpResponse = super().get(request, *args, **given)
        return response

    def ask_for_proof(self, request: HttpRequest) -> HttpResponse:
        """Lead to the page that asks for the password, and back here; who wants no page shown gets an error."""
        if "none" in request.GET.get("prompt", "").split():
            response: HttpResponse = self.handle_no_permission()
            return response
        note_asked(request)
        target = urlencode({"next": request.get_full_path()})
        return HttpResponseRedirect(f"{reverse('account_confirm')}?{target}")

    def create_authorization_response(
        self, request: HttpRequest, scopes: Any, credentials: dict[str, Any], allow: bool
    ) -> Any:
        forget_asked(request)
        given = {**credentials, "proved_at": find_proof(request)}
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


def simplify_prompt(given: QueryDict) -> QueryDict:
    """Parameters as the toolkit understands them: without the proof that was given, and with a question that is wanted
    however often the person was asked before."""
    words = given.get("prompt", "").split()
    changed = given.copy()
    changed["prompt"] = " ".join(word for word in words if word != "login")
    if "consent" in words:
        changed["approval_prompt"] = "force"
    return changed


def describe_scope(scope: str) -> str:
    """What a scope means, for the person who is asked."""
    return {
        "openid": _("Recognise you when you come back"),
        "profile": _("See your public name"),
        "read": _("Read what you may read here, your own drafts and your e-mail address included"),
        "write": _("Change what you may change here, in your name"),
    }[scope]


class NoTokenInAddress:
    """Refuses tokens in the address, where proxies, logs and histories keep them, and answers that are kept."""

    def dispatch(self, request: HttpRequest, *args: Any, **given: Any) -> HttpResponse:
        if {"access_token", "token", "refresh_token", "client_secret", "code_verifier"} & request.GET.keys():
            return JsonResponse(QUERY_TOKEN, status=400)
        response: HttpResponse = super().dispatch(request, *args, **given)  # type: ignore[misc]
        response.headers["Cache-Control"] = "no-store"
        if response.status_code >= 400:
            note_refusal(request, response)
        return response


def note_refusal(request: HttpRequest, response: HttpResponse) -> None:
    """Tell the operator of a request that was refused, with nothing that is secret in it."""
    with suppress(ValueError, AttributeError):
        error = json.loads(response.content or b"{}").get("error")
        network = get_network(get_client_address(request))
        client = request.POST.get("client_id", "")[:80]
        logger.warning(
            "oauth_request_refused", path=request.path, error=error, client=client, network=network
        )


class Token(NoTokenInAddress, views.TokenView):  # type: ignore[misc]
    """Exchanges codes and refresh tokens."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, *args: Any, **given: Any) -> HttpResponse:
        if request.POST.get("grant_type") not in ("authorization_code", "refresh_token"):
            return JsonResponse({"error": "unsupported_grant_type"}, status=400)
        response: HttpResponse = self.authorization_flow_token_response(request)
        response.headers["Content-Type"] = (
            "application/json"  # also of what is refused while tokens are stored
        )
        return response


class Revoke(NoTokenInAddress, views.RevokeTokenView):  # type: ignore[misc]
    """Ends the sign-in that a token belongs to."""


class Introspect(NoTokenInAddress, views.IntrospectTokenView):  # type: ignore[misc]
    """Tells a client with a secret whether an access token is valid."""

    http_method_names = ["post", "options"]

    @staticmethod
    def get_token_response(token_value: str | None = None) -> HttpResponse:
        claims = check_access_token(token_value or "").claims
        if claims is None:
            return JsonResponse({"active": False})
        return JsonResponse({
            "active": True, "scope": " ".join(sorted(claims.scopes)), "client_id": claims.client_id,
            "sub": str(claims.user_id), "exp": int(claims.expires_at), "iss": get_issuer(), "aud": get_audience(),
            "token_type": "Bearer",
        })  # fmt: skip


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
    """Signs somebody out of this site and all clients, asked by one of them, and leads back to it."""

    template_name = "oauth/logout.html"

    def dispatch(self, request: HttpRequest, *args: Any, **given: Any) -> HttpResponse:
        response: HttpResponse = super().dispatch(request, *args, **given)
        return let_forms_lead_to_client(request, response)

    def get_request_application(self, id_token: Any, client_id: str | None) -> Any:
        """The client that asks; None for one that is unknown."""
        if client_id:
            return find_client(client_id)
        return id_token.application if id_token else None

    def do_logout(
        self, application: Any = None, *args: Any, token_user: Any = None, **given: Any
    ) -> HttpResponse:
        here = self.request.user
        user = token_user or (args[2] if len(args) > 2 else None) or here
        response: HttpResponse = super().do_logout(application, *args, **given)
        if user.is_authenticated and user.pk != here.pk:  # who is signed in here was signed out by this
            end_sign_ins(user.pk, "sign_out")
        return response
