"""Why a record is rejected that names another rejected one: the first error is that of the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from django.utils.translation import gettext_noop as _

from cms.base.reasons import Reason
from cms.exchange.errors import MissingReference, describe_place, name_kind
from cms.exchange.records import Problem, default_language

REJECTED = _("the %(kind)s “%(name)s” (%(place)s) was rejected: correct it first")


class RejectedRecords:
    """The lines of the records that an import has rejected so far, by kind and by what they call themselves."""

    def __init__(self) -> None:
        self._lines: dict[tuple[str, str], tuple[str, int]] = {}

    def add(self, records: Iterable[tuple[str, str, str, int]]) -> None:
        """Note records by (kind, key, name of the file, line)."""
        for kind, key, file, line in records:
            if key:
                self._lines[kind, key] = file, line

    def explain(self, problems: Sequence[Problem]) -> list[Problem]:
        """The problems, which are noted, with the line of each missing record that was rejected itself."""
        self.add((each.kind, each.key, Path(each.file).name, each.line) for each in problems)
        return [self._explain(problem) for problem in problems]

    def _explain(self, problem: Problem) -> Problem:
        reason = problem.reason
        for missing in problem.missing:
            if found := self._find(missing):
                file, line = found
                place = describe_place(line, "" if file == Path(problem.file).name else file)
                values = {"kind": name_kind(missing.kind), "name": missing.label, "place": place}
                reason = reason.swap(missing.reason, Reason(REJECTED, values))
        return replace(problem, reason=reason)

    def _find(self, missing: MissingReference) -> tuple[str, int] | None:
        return next(
            (found for key in iterate_keys(missing) if (found := self._lines.get((missing.kind, key)))), None
        )


def iterate_keys(missing: MissingReference) -> Iterator[str]:
    """What the missing record may call itself; a page is looked for in the default language as well."""
    if not isinstance(missing.key, tuple):
        yield str(missing.key)
        return
    slug, language = missing.key
    if language != default_language():
        yield f"{slug} ({language})"
    yield slug
