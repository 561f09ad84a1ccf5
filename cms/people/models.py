"""Sessions, in the place of Django's own table, with whose they are and where; second factors; and what was proved by a
link in an e-mail."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils.translation import gettext_lazy as _

__all__ = ["AuthenticatorApp", "Passkey", "ProvedEmail", "RecoveryCode", "RoleFactor", "Session", "UsedLink"]


class Session(AbstractBaseSession):
    """A session of a browser.

    user: None before sign-in. device: the browser's own words (User-Agent), shortened. last_used_at: exact to a few
    minutes, since it is not written at each request. No network address is stored.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="sessions", null=True, editable=False
    )
    device = models.CharField(max_length=200, blank=True)
    signed_in_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField()

    class Meta(AbstractBaseSession.Meta):
        abstract = False

    @classmethod
    def get_session_store_class(cls) -> Any:
        from cms.people.session_store import SessionStore

        return SessionStore


class AuthenticatorApp(models.Model):
    """The app of a person that shows a new code every half minute (TOTP, RFC 6238).

    secret: sealed, see cms.people.sealing. last_step: the half minute of the last accepted code; none up to it is
    accepted again.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="authenticator_app")
    secret = models.CharField(max_length=200)
    last_step = models.BigIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)


class RecoveryCode(models.Model):
    """A code that works once in the place of a second factor. digest: a keyed hash; the code is not stored."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "digest"], name="people_recovery_code")]


class Passkey(models.Model):
    """A key pair of a device or a security key (WebAuthn), of which the public half is here.

    credential: identifier and public key, as the library packs them (AttestedCredentialData). sign_count: how often it
    signed, where it counts; a smaller number than before means a copy.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="passkeys")
    name = models.CharField(_("name"), max_length=80)
    identifier = models.BinaryField(unique=True, max_length=1023)
    credential = models.BinaryField()
    sign_count = models.BigIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    last_used_at = models.DateTimeField(null=True)


class RoleFactor(models.Model):
    """A role whose members need a second factor."""

    group = models.OneToOneField("auth.Group", models.CASCADE, related_name="needs_factor")


class ProvedEmail(models.Model):
    """The address that a person proved by following a link; the account may have got another one since."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="proved_email")
    email = models.EmailField(max_length=254)


class UsedLink(models.Model):
    """A link of a sign-up that made an account: it makes no second one when the address has moved."""

    digest = models.CharField(max_length=64, primary_key=True)
    used_at = models.DateTimeField(auto_now_add=True)
