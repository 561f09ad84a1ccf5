"""What an editor can do about a search without result: links to forms that begin with its text."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

__all__ = ["list_remedies"]


def list_remedies(user: Any, text: str, language: str = "") -> list[tuple[str, str]]:
    """Labels and addresses, for those who may add such a rule. language: of the synonym; all when it is empty."""
    remedies = (
        (_("Add a synonym"), "synonym:add", "relevance.add_synonym", {"word": text, "language": language}),
        (_("Pin pages"), "pinnedsearch:add", "relevance.add_pinnedsearch", {"text": text}),
    )
    return [
        (label, f"{reverse(view)}?{urlencode(values)}")
        for label, view, permission, values in remedies
        if user.has_perm(permission)
    ]
