"""Holding back rows of an import that are likely the same as a solution of the site, or as an earlier row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_noop as _

from cms.base.name_keys import make_name_key
from cms.base.reasons import Reason
from cms.exchange.errors import LikelyDuplicate
from cms.exchange.records import Row
from content_types.solutions.duplicates import are_likely_equal, load_namesakes
from content_types.solutions.models import Solution

__all__ = ["hold_back_duplicates"]

LIKE_PAGE = _(
    "is likely a duplicate of “%(title)s”%(vendor)s: give its slug “%(slug)s” to change it, or allow duplicates to "
    "create this one too"
)
LIKE_LINE = _(
    "is likely a duplicate of line %(line)s: remove one of them, or allow duplicates to create both"
)


def hold_back_duplicates(rows: Sequence[Row]) -> None:
    """Reject new rows that are likely duplicates; one statement for a batch.

    A record that gives its own slug is compared with what was there before the import alone: the records of one file
    tell themselves apart, as those of an export do.
    """
    new = [row for row in rows if row.is_new and not row.obj.alias_of_id]
    stored = load_namesakes([row.obj for row in new])
    earlier: dict[str, list[Row]] = defaultdict(list)
    for row in new:
        key = make_name_key(row.obj.title)
        found, others = stored.get(key, []), earlier[key]
        if row.record.get("slug"):
            found, others = [each for each in found if not is_written_since(each, row.options.started_at)], []
        if same := [each for each in found if is_same(row.obj, each)]:
            row.refuse(LikelyDuplicate(describe_page(same[0]), "title"))
        elif lines := [each.item.line for each in others if is_same(row.obj, each.obj)]:
            row.refuse(LikelyDuplicate(describe_line(lines[0]), "title"))
        else:
            earlier[key].append(row)


def is_same(new: Solution, other: Solution) -> bool:
    """Whether two solutions of one language, which are no translations of each other, are likely equal."""
    if new.locale_id != other.locale_id or new.translation_key == other.translation_key:
        return False
    return are_likely_equal(new, other)


def is_written_since(page: Solution, moment: datetime | None) -> bool:
    written = page.latest_revision_created_at
    return bool(moment and written and written >= moment)


def describe_page(page: Solution) -> Reason:
    vendor = Reason(_(" by %(vendor)s"), {"vendor": page.vendor}) if page.vendor else ""
    return Reason(LIKE_PAGE, {"title": page.title, "vendor": vendor, "slug": page.slug})


def describe_line(line: int) -> Reason:
    return Reason(LIKE_LINE, {"line": line})
