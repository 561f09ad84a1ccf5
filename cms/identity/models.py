"""The people of the site: editors, moderators, vendors' staff and visitors."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from cms.base.public_text import CleanTextMixin


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


class ServerKey(models.Model):
    """A secret by which the server of a frontend asks for its visitors. The secret itself is not stored."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    prefix = models.CharField(_("prefix"), max_length=12, unique=True, editable=False)
    digest = models.CharField(max_length=64, editable=False)
    capacity = models.PositiveIntegerField(_("most points it can hold"), null=True, blank=True)
    restore = models.PositiveIntegerField(_("points restored per second"), null=True, blank=True)
    passes_visitors = models.BooleanField(_("may send the visitor's address"), default=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("server key")
        verbose_name_plural = _("server keys")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(capacity__isnull=True, restore__isnull=True)
                | models.Q(capacity__gt=0, restore__gt=0),
                name="accounts_server_key_points",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def points(self) -> tuple[int, int] | None:
        """Its own points, or None for those of its audience."""
        return (self.capacity, self.restore) if self.capacity and self.restore else None
