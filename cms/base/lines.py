"""Names that people give themselves: one line of visible text."""

from __future__ import annotations

from unicodedata import category

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

__all__ = ["clean_line"]


def clean_line(name: str, text: str) -> str:
    """The text of a field without white space around it. ValidationError, at the field `name`, for a text of several
    lines, or with a control character."""
    tidy = text.strip()
    if len(tidy.splitlines()) > 1:
        raise ValidationError({name: _("This text must be a single line.")})
    if any(category(each) == "Cc" for each in tidy):
        raise ValidationError({name: _("This text contains a control character: remove it.")})
    return tidy
