"""What oauthlib asks while it answers clients: codes and tokens, stored as hashes and used once.

A code or a refresh token that comes a second time may have been stolen, so everything that it led to ends. Requests
that come at the same time are no such case: one of them wins, and the others are refused.
"""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any
from uuid import UUID

import jwt
from django.db import transaction
from django.db.models import F
from django.utils.crypto import constant_time_compare
from jwcrypto import jwk
from oauth2_provider.models import AbstractApplication, Grant, RefreshToken
from oauth2_provider.oauth2_validators import OAuth2Validator
from oauthlib.oauth2.rfc6749 import errors

from cms.identity.models import UsedCode
from cms.identity.provider.address_proofs import is_proved
from cms.identity.provider.clients import hash_secret
from cms.identity.provider.devices import DEVICE_GRANT, use_device_code
from cms.identity.provider.digests import digest
from cms.identity.provider.families import end_family
from cms.identity.provider.issuing import sign
from cms.identity.provider.renewals import may_go_on
from cms.identity.provider.signing_keys import find_public_key

__all__ = ["Validator"]

PROVED = "proved_at"
"""Kept with a code, among the claims that the client asked for: when the person proved who they are."""
SESSION = "session_name"
"""Kept in the same way: the name of the session in which the code was made."""


class Validator(OAuth2Validator):  # type: ignore[misc]
    """django-oauth-toolkit's, with codes as hashes, families that a second use ends, and our keys."""

    def _check_secret(self, provided_secret: str, stored_secret: str) -> bool:
        """Secrets are random, so a slow hash would protect nothing, and make wrong ones dear to check."""
        return constant_time_compare(hash_secret(provided_secret), stored_secret)

    def _load_application(self, client_id: str, request: Any) -> Any:
        """The client that is named; None for what the database cannot hold, which the toolkit answers with 500."""
        return (
            super()._load_application(client_id, request) if client_id and client_id.isprintable() else None
        )

    # Codes

    def _create_authorization_code(self, request: Any, code: dict[str, str], expires: Any = None) -> Grant:
        if request.code_challenge_method != "S256":
            raise errors.InvalidRequestError(
                description="code_challenge_method must be S256.", request=request
            )
        own = {PROVED: request.proved_at, SESSION: request.session_name}
        request.claims = {**read_claims(request), **own}
        return super()._create_authorization_code(request, {**code, "code": digest(code["code"])}, expires)

    def validate_code(
        self, client_id: str, code: str, client: Any, request: Any, *args: Any, **given: Any
    ) -> bool:
        """Whether a code may be exchanged; one that was exchanged before ends what it led to."""
        if super().validate_code(client_id, digest(code), client, request, *args, **given):
            return may_go_on(request.user)
        used = UsedCode.objects.filter(digest=digest(code), client_id=client.client_id).first()
        if used is not None:
            end_family(used.family, "used_code")
        return False

    def get_code_challenge(self, code: str, request: Any) -> Any:
        return super().get_code_challenge(digest(code), request)

    def get_code_challenge_method(self, code: str, request: Any) -> Any:
        return super().get_code_challenge_method(digest(code), request)

    def get_authorization_code_scopes(
        self, client_id: str, code: str, redirect_uri: str, request: Any
    ) -> Any:
        return super().get_authorization_code_scopes(client_id, digest(code), redirect_uri, request)

    def get_authorization_code_nonce(self, client_id: str, code: str, redirect_uri: str, request: Any) -> Any:
        return super().get_authorization_code_nonce(client_id, digest(code), redirect_uri, request)

    def confirm_redirect_uri(
        self, client_id: str, code: str, redirect_uri: str, client: Any, *args: Any, **given: Any
    ) -> Any:
        with suppress(Grant.DoesNotExist):
            return super().confirm_redirect_uri(client_id, digest(code), redirect_uri, client, *args, **given)
        return False

    def invalidate_authorization_code(self, *args: Any, **given: Any) -> None:
        """It was when its tokens were stored."""

    # Tokens

    def save_bearer_token(self, token: dict[str, Any], request: Any, *args: Any, **given: Any) -> Any:
        with transaction.atomic():
            if request.grant_type == "authorization_code":
                self.use_code(request)
            elif request.grant_type == "refresh_token":
                self.use_refresh_token(request)
            elif request.grant_type == DEVICE_GRANT:
                use_device_code(request)
            return super().save_bearer_token(token, request, *args, **given)

    def use_code(self, request: Any) -> None:
        """Take a code out of use; InvalidGrantError where another request was faster."""
        code = digest(request.code)
        if not Grant.objects.filter(code=code, application=request.client).delete()[0]:
            raise errors.InvalidGrantError(request=request)
        UsedCode.objects.create(
            digest=code, client_id=request.client.client_id, family=request.token_family,
            device=read_claims(request).get(SESSION) or "",
        )  # fmt: skip

    def use_refresh_token(self, request: Any) -> None:
        """Wait for other requests with the same refresh token; InvalidGrantError where one was faster."""
        known = RefreshToken.objects.select_for_update().filter(pk=request.refresh_token_instance.pk).first()
        if known is None or known.revoked is not None:
            raise errors.InvalidGrantError(request=request)

    def _check_and_set_request_resource(self, request: Any) -> None:
        """Our access tokens are for this API alone, whatever a client names."""
        request.resource = []

    def _create_refresh_token(
        self, request: Any, code: str, access_token: Any, previous: Any
    ) -> RefreshToken:
        made = super()._create_refresh_token(request, code, access_token, previous)
        if made.token_family != request.token_family:
            RefreshToken.objects.filter(pk=made.pk).update(token_family=request.token_family)
        return made

    def validate_refresh_token(
        self, refresh_token: str, client: Any, request: Any, *args: Any, **given: Any
    ) -> bool:
        """Whether a refresh token may be used; one that was used before ends its family."""
        if self.end_reused(refresh_token):
            return False
        if super().validate_refresh_token(refresh_token, client, request, *args, **given):
            return self.may_be_renewed(request)
        self.end_reused(refresh_token)  # used between the two looks
        return False

    def end_reused(self, refresh_token: str) -> bool:
        """Whether a refresh token was used before, which ends its family. The toolkit, asked first, would revoke it, so
        that no client could be told."""
        rows = RefreshToken.objects.filter(token_checksum=digest(refresh_token))
        newest = rows.order_by(F("revoked").desc(nulls_first=True)).first()
        if newest is None or newest.revoked is None:
            return False
        if newest.token_family is not None:
            end_family(newest.token_family, "used_refresh_token")
        return True

    def may_be_renewed(self, request: Any) -> bool:
        """Whether the person may go on using the client; the family of who may not ends here."""
        if may_go_on(request.user):
            return True
        end_family(request.refresh_token_instance.token_family, "account")
        return False

    def revoke_token(self, token: str, token_type_hint: str, request: Any, *args: Any, **given: Any) -> None:
        """Ending one token of a sign-in ends the sign-in: its refresh token and all its access tokens."""
        for family in find_families(digest(token), request.client):
            end_family(family, "client")

    # OpenID Connect

    def validate_silent_login(self, request: Any) -> bool:
        """The view has asked whether somebody is signed in before it comes to this."""
        return True

    def validate_silent_authorization(self, request: Any) -> bool:
        """Only clients that people are not asked about get a code without a page."""
        return bool(request.client.skip_authorization)

    def get_additional_claims(self) -> dict[str, Any]:
        return {
            "name": lambda request: str(request.user.public_name),
            "email": lambda request: request.user.email,
            "email_verified": lambda request: is_proved(request.user),
        }

    def finalize_id_token(
        self, id_token: dict[str, Any], token: Any, token_handler: Any, request: Any
    ) -> str:
        """The ID token, signed by the key that signs now."""
        claims, expires = self.get_id_token_dictionary(token, token_handler, request)
        claims.pop("auth_time")  # the toolkit's is of whatever device the person used last
        if proved_at := request.grant_type == "authorization_code" and read_claims(request).get(PROVED):
            claims["auth_time"] = int(proved_at)
        id_token.update(**claims, sid=str(request.token_family))
        if "nonce" not in id_token and request.nonce:
            id_token["nonce"] = request.nonce
        request.id_token = self._save_id_token(id_token["jti"], request, expires)
        return sign(id_token, "JWT")

    def _get_key_for_token(self, token: str) -> Any:
        """The public key that an ID token says it was signed by; None when it is not one of ours."""
        with suppress(jwt.InvalidTokenError):
            header = jwt.get_unverified_header(token)
            known = find_public_key(str(header.get("kid")))
            if known is not None and header.get("alg") == "RS256" and header.get("typ") == "JWT":
                return jwk.JWK.from_json(json.dumps(known.jwk))
        return None


def read_claims(request: Any) -> dict[str, Any]:
    """What a client asked to be told; nothing where it sent something else."""
    return request.claims if isinstance(request.claims, dict) else {}


def find_families(checksum: str, client: AbstractApplication) -> set[UUID]:
    """The sign-ins to a client that a refresh token or an access token belongs to."""
    refresh = RefreshToken.objects.filter(token_checksum=checksum, application=client)
    through = RefreshToken.objects.filter(access_token__token_checksum=checksum, application=client)
    rows = refresh.values_list("token_family", flat=True).union(
        through.values_list("token_family", flat=True)
    )
    return {family for family in rows if family is not None}
