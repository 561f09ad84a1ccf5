"""What the text of a review and of a reply has to be, beyond what its columns say."""

from __future__ import annotations

import re
from unicodedata import category

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _

__all__ = ["check_language", "check_written"]

LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
"""The form of a BCP 47 tag."""


def check_written(row: Model, *names: str) -> None:
    """ValidationError for fields that hold white space and invisible characters alone."""
    texts = {name: getattr(row, name) for name in names}
    blank = [name for name, text in texts.items() if text and not any(map(is_visible, text))]
    if blank:
        raise ValidationError({name: _("This field cannot be blank.") for name in blank})


def is_visible(character: str) -> bool:
    """Letters, numbers, punctuation and symbols are."""
    return category(character)[0] in "LNPS"


def check_language(code: str) -> None:
    if not LANGUAGE.fullmatch(code):
        raise ValidationError({"language": _("This is no language code. Example: en, de-AT.")})
