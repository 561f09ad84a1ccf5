"""Sessions, in the place of Django's own table, with whose they are and where; second factors; what was proved by a
link in an e-mail; and which texts people agreed to."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.core.validators import URLValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.base.translated_texts import TranslatedTexts
from cms.people.consents.choices import LegalTextKind

__all__ = [
    "AuthenticatorApp", "Consent", "LegalText", "Passkey", "ProvedEmail", "RecoveryCode", "RoleFactor", "Session",
    "UsedLink",
]  # fmt: skip


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


class LegalText(TranslatedTexts):
    """A version of a text that people agree to. The site keeps its address, not its words.

    starts_at: from when people are asked. is_asked: whether they are asked at all; of each kind the newest that is
    asked and has started counts.
    """

    translated_fields = ("address",)
    unchecked_links = ("address",)  # it cannot be changed once people have agreed to it

    kind = models.CharField(_("text"), max_length=20, choices=LegalTextKind)
    version = models.CharField(_("version"), max_length=40, help_text=_("Such as “2” or “May 2027”."))
    address = models.URLField(
        _("address"), max_length=500, validators=[URLValidator(["http", "https"])],
        help_text=_("Where this version can be read, for as long as people may ask what they agreed to."),
    )  # fmt: skip
    starts_at = models.DateTimeField(
        _("starts"), default=timezone.now, help_text=_("From then on people are asked to agree.")
    )
    is_asked = models.BooleanField(
        _("people are asked"),
        default=True,
        help_text=_("Untick it to stop asking; what was agreed to stays."),
    )

    class Meta:
        verbose_name = _("legal text")
        verbose_name_plural = _("legal texts")
        ordering = ["kind", "-starts_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["kind", "version"], name="people_legal_text_version")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.version}"


class Consent(models.Model):
    """Somebody agreed to a text. It stays when it is withdrawn, with the time, and goes with the account."""

    wagtail_reference_index_ignore = True

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="consents")
    text = models.ForeignKey(LegalText, models.PROTECT, related_name="consents", verbose_name=_("text"))
    agreed_at = models.DateTimeField(_("agreed"), auto_now_add=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        default_permissions = ("view",)
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "text"], condition=models.Q(withdrawn_at=None), name="people_consent_once"
            )
        ]
