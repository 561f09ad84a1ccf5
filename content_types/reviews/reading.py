"""What a moderator has read: a decision is about that text in that state, and no other."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from content_types.reviews.decisions import describe_decisions
from content_types.reviews.models import SUB_RATINGS, Review, VendorReply

__all__ = ["CONTENT", "fingerprint", "refuse_unread"]

CONTENT = ("rating", *SUB_RATINGS, "title", "body", "pros", "cons")
"""What an author writes."""


def fingerprint(row: Review | VendorReply) -> str:
    """The state, and a hash that is another one for another text."""
    written = [getattr(row, name, None) for name in CONTENT]
    return f"{row.state}.{hashlib.blake2s(json.dumps(written).encode(), digest_size=8).hexdigest()}"


def refuse_unread(rows: Iterable[Review | VendorReply], seen: Mapping[int, str] | None) -> None:
    """ValidationError that names the rows which are no longer as they were seen, and who decided about them since.

    seen: fingerprints by key; None if they were not shown on a page, as in commands.
    """
    if seen is None:
        return
    read = {row: seen.get(row.pk, "") for row in rows}
    if decided := [row for row, mark in read.items() if mark and mark.partition(".")[0] != row.state]:
        raise ValidationError(
            _("Decided since you opened this page: %(titles)s. Nothing was changed.")
            % {"titles": describe_decisions(decided)}
        )
    if changed := [row for row, mark in read.items() if mark != fingerprint(row)]:
        titles = ", ".join(f"“{row}”" for row in changed)
        raise ValidationError(
            _("Changed since you opened this page: %(titles)s. Read the new text below.") % {"titles": titles}
        )
