"""Forms with a box to tick for each text that somebody has to agree to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext as _

from cms.base.translated_texts import read_text
from cms.people.consents.choices import LegalTextKind
from cms.people.consents.records import list_current_texts
from cms.people.models import LegalText

__all__ = ["AgreeingForm", "link_text"]


class AgreeingForm(forms.Form):
    """A form whose sender agrees to its `texts`, by default to all that count now. The names of the boxes hold the
    version: who saw an older one is asked again."""

    texts: list[LegalText]

    def __init__(self, *args: Any, texts: Sequence[LegalText] | None = None, **given: Any) -> None:
        super().__init__(*args, **given)
        self.texts = list(list_current_texts() if texts is None else texts)
        for text in self.texts:
            self.fields[f"text_{text.pk}"] = build_box(text)


def build_box(text: LegalText) -> forms.BooleanField:
    sentence = (
        _("I agree to the {text}.") if text.kind == LegalTextKind.TERMS else _("I have read the {text}.")
    )
    missing = _("Tick this box to go on.")
    return forms.BooleanField(
        label=format_html(sentence, text=link_text(text)), error_messages={"required": missing}
    )


def link_text(text: LegalText) -> SafeString:
    """The name of a text with its version, which leads to it in the reader's language."""
    address = read_text(text, "address", get_language() or "")
    name = _("%(text)s, version %(version)s") % {"text": text.get_kind_display(), "version": text.version}
    return format_html('<a href="{}" target="_blank" rel="noopener">{}</a>', address, name)
