"""The kinds of legal texts."""

from django.utils.translation import gettext_lazy as _

from cms.base.choices import TextChoices


class LegalTextKind(TextChoices):
    """What a legal text is about."""

    TERMS = "terms", _("Terms of use")
    PRIVACY = "privacy", _("Privacy notice")
