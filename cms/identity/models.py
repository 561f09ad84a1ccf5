"""The people of the site, and the keys of machines: editors, moderators, vendors' staff and visitors."""

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from cms.base.public_text import CleanTextMixin
from cms.declarations.scopes import ACTIONS


class User(CleanTextMixin, AbstractUser):
    """Our own user from the first migration, so that it can grow without a table swap.

    `display_name` is the only personal field that the public API shows; e-mail addresses are unique without
    regard to case, and may be empty for authors who came with an import.
    """

    display_name = models.CharField(
        _("display name"), max_length=80, blank=True, help_text=_("Shown next to reviews and replies.")
    )

    class Meta(AbstractUser.Meta):
        constraints = [
            models.UniqueConstraint(
                Lower("email"), condition=~models.Q(email=""), name="accounts_user_email_ci_unique"
            )
        ]

    @property
    def public_name(self) -> str:
        """The public name; never the e-mail address or the login name."""
        return self.display_name or _("A member")


class ApiKey(models.Model):
    """A secret by which a machine acts as its owner, or the server of a frontend reads as anybody. It is not stored.

    kinds, locales: what it is limited to, by label ("solutions.solution") and language code; empty for no such limit.
    actions: what it does besides reading, from `cms.declarations.scopes.ACTIONS`; empty for a key that only reads.
    replaced_at: when another key took its name; it is valid until `expires_at` beside that one.
    """

    name = models.CharField(
        _("name"), max_length=80, help_text=_("What uses the key, such as “nightly export”.")
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name=_("owner"), related_name="api_keys",
        null=True, blank=True, editable=False,
    )  # fmt: skip
    prefix = models.CharField(_("prefix"), max_length=12, unique=True, editable=False)
    digest = models.CharField(max_length=64, editable=False)
    kinds = ArrayField(models.CharField(max_length=100), verbose_name=_("kinds"), default=list, blank=True)
    locales = ArrayField(
        models.CharField(max_length=20), verbose_name=_("languages"), default=list, blank=True
    )
    reads_drafts = models.BooleanField(
        _("drafts"), default=False,
        help_text=_("Whether it also reads what is not published yet, where you may edit it."),
    )  # fmt: skip
    actions = ArrayField(
        models.CharField(max_length=10, choices=ACTIONS),
        verbose_name=_("writing"),
        default=list,
        db_default=[],
        blank=True,
    )
    capacity = models.PositiveIntegerField(_("most points it can hold"), null=True, blank=True)
    restore = models.PositiveIntegerField(_("points restored per second"), null=True, blank=True)
    passes_visitors = models.BooleanField(_("may send the visitor's address"), default=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    replaced_at = models.DateTimeField(_("replaced"), null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True, editable=False)
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True, editable=False)
    last_operation = models.CharField(_("last operation"), max_length=80, blank=True, editable=False)

    class Meta:
        verbose_name = _("API key")
        verbose_name_plural = _("API keys")
        ordering = ["name", "created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["name"], condition=models.Q(replaced_at__isnull=True), name="accounts_api_key_name"
            ),
            models.CheckConstraint(
                condition=models.Q(capacity__isnull=True, restore__isnull=True)
                | models.Q(capacity__gt=0, restore__gt=0),
                name="accounts_api_key_points",
            ),
            models.CheckConstraint(
                condition=models.Q(owner__isnull=False, passes_visitors=False)
                | models.Q(owner__isnull=True, kinds=[], locales=[], reads_drafts=False),
                name="accounts_api_key_limits",
            ),
            models.CheckConstraint(
                condition=models.Q(owner__isnull=False) | models.Q(actions=[]),
                name="accounts_api_key_actions",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def points(self) -> tuple[int, int] | None:
        """Its own points, or None for those of its audience."""
        return (self.capacity, self.restore) if self.capacity and self.restore else None


class SigningKey(models.Model):
    """A key by which the identity provider signs tokens. `kid` names it in them; anybody may read the public part.

    secret: the private part, encrypted. signs_from: when it takes over from the key before, which everybody can have
    read by then. ends_at: after which nothing that it signed is accepted; none for the newest.
    """

    kid = models.CharField(max_length=43, primary_key=True)
    public = models.TextField()
    secret = models.BinaryField()
    created_at = models.DateTimeField(auto_now_add=True)
    signs_from = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)


class TokenCounter(models.Model):
    """How often the access tokens of a user, a sign-in or a client were revoked: one with a lower number is refused.

    subject: "user:5", "family:…" (what one sign-in to a client led to) or "client:…".
    """

    subject = models.CharField(max_length=80, primary_key=True)
    number = models.BigIntegerField(default=0)
    changed_at = models.DateTimeField(db_index=True)


class UsedCode(models.Model):
    """An authorization code that was exchanged, and the family of tokens that it led to: a second use ends them.

    device: the session here in which the code was made, by its random name; empty where that had none.
    """

    digest = models.CharField(max_length=64, primary_key=True)
    client_id = models.CharField(max_length=255)
    family = models.UUIDField()
    device = models.CharField(max_length=32, blank=True, db_default="")
    used_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["device"], name="accounts_used_code_device")]


class LogoutAddress(models.Model):
    """Where a client is told of sign-ins to it that ended here (OpenID Connect Back-Channel Logout 1.0)."""

    client = models.OneToOneField(
        "oauth2_provider.Application", on_delete=models.CASCADE, related_name="logout"
    )
    uri = models.CharField(max_length=500)


class LogoutNotice(models.Model):
    """A sign-in that ended, of which its client was not told yet.

    subject: the person's `sub`. A notice is kept for hours at most, and has to outlast an account that is deleted.
    """

    address = models.ForeignKey(LogoutAddress, on_delete=models.CASCADE, related_name="notices")
    subject = models.CharField(max_length=20)
    family = models.UUIDField()
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(db_index=True)
