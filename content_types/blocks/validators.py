"""What may stand in an address or in a name that programs read; each message says what to write instead."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, validate_email
from django.utils.translation import gettext_lazy as _

from content_types.base.validators import http_url

validate_name = RegexValidator(
    r"^[a-z0-9]+(-[a-z0-9]+)*\Z", _("Use small letters, digits and single hyphens, such as “first-steps”.")
)


def validate_address(value: str) -> None:
    """Refuse what is neither a web address nor mailto:, such as javascript: and data:, which a browser would run."""
    scheme, _colon, rest = value.partition(":")
    try:
        if scheme.lower() == "mailto":
            validate_email(rest.partition("?")[0])
        else:
            http_url(value)
    except ValidationError:
        message = _("Enter a complete address that begins with http://, https:// or mailto:.")
        raise ValidationError(message, code="invalid") from None
