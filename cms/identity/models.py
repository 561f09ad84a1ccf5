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
        _("display name"), max_length=80, blank=True, help_text=_("Shown beside reviews and replies.")
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
