"""What the text of a review and of a reply has to be, beyond what its columns say."""

from __future__ import annotations

import re
from typing import Any
from unicodedata import category

from django.core.exceptions import ValidationError
from django.db.models import Field, Model
from django.utils.translation import gettext as _

from cms.base.public_text import normalise_value
from cms.exchange.fields.characters import CONTROL

__all__ = ["check_language", "check_lines", "check_written", "tidy", "tidy_value"]

LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
"""The form of a BCP 47 tag."""
FILLERS = "\u115f\u1160\u2800\u3164\uffa0"
"""Letters and symbols that leave a blank."""


def tidy_value(value: Any, field: Field[Any, Any]) -> Any:
    """A text without white space around it and invisible characters in it; any other value as it is, and a text far
    above the limit of its field."""
    return normalise_value(value, field).strip() if isinstance(value, str) else value


def tidy(row: Model, *names: str) -> None:
    """Take away the white space around texts, and refuse what no import would take. ValidationError by field."""
    for name in names:
        setattr(row, name, tidy_value(getattr(row, name), row._meta.get_field(name)))
    wrong = [name for name in names if CONTROL.search(getattr(row, name))]
    if wrong:
        raise ValidationError(
            {name: _("This text contains a control character: remove it.") for name in wrong}
        )


def check_written(row: Model, *names: str) -> None:
    """ValidationError for fields that hold white space and invisible characters alone."""
    texts = {name: getattr(row, name) for name in names}
    blank = [name for name, text in texts.items() if text and not any(map(is_visible, text))]
    if blank:
        raise ValidationError({name: _("This field cannot be blank.") for name in blank})


def is_visible(character: str) -> bool:
    """Letters, numbers, punctuation and symbols are."""
    return category(character)[0] in "LNPS" and character not in FILLERS


def check_lines(row: Model, *names: str) -> None:
    """ValidationError for fields of more than one line."""
    broken = [name for name in names if re.search(r"[\r\n]", getattr(row, name))]
    if broken:
        raise ValidationError({name: _("This text must be a single line.") for name in broken})


def check_language(code: str) -> None:
    """ValidationError for what does not have the form of a language tag."""
    if not LANGUAGE.fullmatch(code):
        raise ValidationError({"language": _("This is not a language code. Examples: en, de-AT.")})
