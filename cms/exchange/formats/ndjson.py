"""NDJSON: one JSON object a line."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_noop as _

from cms.base.reasons import Reason
from cms.exchange.fields.characters import escape_invisible
from cms.exchange.formats.lines import read_lines
from cms.exchange.formats.sources import Entry


class NdjsonSource:
    """A file of records in the site's own form."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.columns: dict[str, str] = {}

    def describe(self) -> Reason:
        found = Reason(_("%(file)s: one JSON object a line"), {"file": self.path.name})
        return found.change(escape_invisible)

    def check(self) -> None:
        """Nothing is known of a file before its lines are read."""

    def entries(self, wanted: Callable[[int], bool]) -> Iterator[tuple[int, Entry]]:
        """The place and content of each line whose place, from 0, is wanted. Empty lines have no place."""
        lines = (line for line in read_lines(self.path) if line.reason or line.text.strip())
        for place, line in enumerate(lines):
            if wanted(place):
                yield place, line_entry(line.number, line.text, line.reason)


def line_entry(number: int, text: str, reason: str) -> Entry:
    if reason:
        return Entry(number, reason=reason)
    try:
        record = json.loads(text, parse_constant=refuse_constant, object_pairs_hook=reject_repeated_names)
    except RecursionError:
        return Entry(number, reason=Reason(_("is nested too deeply")))
    except UnreadableValue as error:
        return Entry(number, reason=error.reason)
    except ValueError as error:
        return Entry(number, reason=Reason(_("is not JSON: %(error)s"), {"error": error}))
    if not isinstance(record, dict):
        return Entry(number, reason=Reason(_("is not a JSON object")))
    return Entry(number, record)


class UnreadableValue(ValueError):
    """JSON that Python reads and that we do not."""

    def __init__(self, template: str, name: str) -> None:
        self.reason = Reason(_("is not JSON: %(error)s"), {"error": Reason(template, {"name": name})})
        super().__init__(str(self.reason))


def refuse_constant(name: str) -> None:
    raise UnreadableValue(_("%(name)s is not a JSON number"), name)


def reject_repeated_names(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The object of a line. ValueError when it has a name twice."""
    seen: set[str] = set()
    for name, _value in pairs:
        if name in seen:
            raise UnreadableValue(_("the field “%(name)s” is given twice"), name)
        seen.add(name)
    return dict(pairs)
