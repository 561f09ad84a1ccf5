"""What is kept of searches between requests, for as long as nothing that it was read from changes.

As with counts (docs/adr/0020): kept is what anonymous callers found, under the versions that their request read before
it asked anything, and until the next moment at which a rule changes without a write. What the rules depend on besides
is part of the key, and the answers of plugins' filters are compared. docs/adr/0031 weighs the alternatives.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model

from cms.base.measures import SEARCHES_KEPT
from cms.declarations.moments import find_notes, get_plain
from content_api.access.gate import Gate
from content_api.access.table_versions import TableVersions, Versions, are_watched
from content_api.model.facets.statement import FacetStatement
from content_api.model.search.answering import note_provider
from content_api.model.sql_templates.gates import TemplateGate, freeze_plugin_rule, gate_key
from content_api.model.sql_templates.reads import NO_READS, Reads, find_next_change, find_reads, join_reads
from content_api.model.sql_templates.slots import NotTemplatable
from content_api.model.sql_templates.template import QueryTemplate, compile_statement

__all__ = ["SearchWatch", "clear_kept_searches"]

MAX_SEARCHES = 500
MAX_KEPT_SIZE = 150_000
"""Hits, and values of facets, that a process keeps of all searches together: some 20 MB."""
Value = TypeVar("Value")


Build = Callable[[Gate], FacetStatement]
"""Composes a statement for a gate."""


@dataclass(frozen=True, slots=True)
class KeptSearch:
    """rules: the answers of plugins' filters. size: how much it is."""

    value: Any
    reads: Reads
    rules: dict[type[Model], Hashable]
    providers: frozenset[str]
    versions: Versions
    since: datetime
    until: datetime
    size: int


_kept: OrderedDict[Hashable, KeptSearch] = OrderedDict()
"""The one used last stands at the end."""
_lock = Lock()


class SearchWatch:
    """Reads what one search needs, and notes what all of it depends on.

    is_keeping: whether what is read can be kept; a statement of which that cannot be told ends it.
    """

    def __init__(self, gate: Gate) -> None:
        self.gate, self.now = gate, get_plain(gate.viewer.now)
        self.template_gate = TemplateGate(gate)
        self.reads, self.providers = NO_READS, frozenset[str]()
        self.is_keeping = not connection.in_atomic_block and gate_key(gate) is not None
        if (notes := find_notes(gate.viewer.now)) is not None:
            notes.refuse("searches are counted, and kept for themselves")

    @property
    def versions(self) -> Any:
        return self.gate.structure.table_versions

    def begin(self) -> None:
        """Read the versions, before anything that is kept under them or compared with them."""
        if not connection.in_atomic_block:
            self.versions.read_all()

    def note_provider(self, name: str, tables: frozenset[str]) -> None:
        """A provider answered from these tables; from none, where nothing tells of changes of its index."""
        self.providers |= {name}
        self.note_reads(Reads(tables, frozenset()) if tables else None)

    def note_reads(self, reads: Reads | None) -> None:
        if reads is None or not are_watched(reads.tables):
            self.is_keeping = False
        else:
            self.reads = join_reads(self.reads, reads)

    def is_current(self) -> bool:
        """Whether no table of this search was written to since it began, or any where it is not known which those are;
        False in a transaction, where versions say nothing."""
        if connection.in_atomic_block:
            return False
        known, found = self.versions.read_all(), TableVersions().read_all()
        tables = self.reads.tables if self.is_keeping else known.keys() | found.keys()
        return all(known.get(table) == found.get(table) for table in tables)

    def execute(self, build: Build) -> list[Any]:
        """The rows of a statement for the watch's gate."""
        template = self.compile(build) if self.is_keeping else None
        if template is None:
            return build(self.gate).execute()
        self.note_reads(find_reads(template) if template.sql is not None else NO_READS)
        return template.execute({"now": self.now})

    def compile(self, build: Build) -> QueryTemplate | None:
        try:
            template = compile_statement(build(self.template_gate))
        except (NotTemplatable, TypeError, ValueError):  # with real values, Django says what is wrong
            template = None
        self.is_keeping = template is not None and template.alias == DEFAULT_DB_ALIAS
        return template

    def read(
        self, part: str, key: Hashable, read: Callable[[], Value], measure: Callable[[Value], int]
    ) -> Value:
        """What `read` answers, or as it is kept. part: what of a search it is. key: all that it depends on beside the
        gate; None where that cannot be told."""
        if not self.is_keeping or key is None:
            SEARCHES_KEPT.labels(part, "unkept").inc()
            return read()
        key = (gate_key(self.gate), part, key)
        if (kept := self.find(key)) is not None:
            SEARCHES_KEPT.labels(part, "kept").inc()
            return self.use(kept)  # type: ignore[no-any-return]
        SEARCHES_KEPT.labels(part, "outdated").inc(key in _kept)
        value = read()
        is_kept = self.keep(key, value, measure(value))
        SEARCHES_KEPT.labels(part, "made" if is_kept else "unkept").inc()
        return value

    def use(self, kept: KeptSearch) -> Any:
        """The value, after noting what it depends on."""
        self.reads, self.providers = join_reads(self.reads, kept.reads), self.providers | kept.providers
        self.template_gate.asked |= kept.rules
        for name in sorted(kept.providers):
            note_provider(name)
        return kept.value

    def find(self, key: Hashable) -> KeptSearch | None:
        """What is kept and still holds."""
        with _lock:
            kept = _kept.get(key)
            if kept is None:
                return None
            _kept.move_to_end(key)
        if not kept.since <= self.now < kept.until or self.versions.read(kept.reads.tables) != kept.versions:
            return None
        return kept if self.ask_plugins(kept.rules) else None

    def ask_plugins(self, rules: dict[type[Model], Hashable]) -> bool:
        """Whether plugins let the caller see what they let it see then."""
        try:
            return all(freeze_plugin_rule(self.gate, model) == rule for model, rule in rules.items())
        except NotTemplatable:
            return False

    def keep(self, key: Hashable, value: Any, size: int) -> bool:
        """Keep a value where that is possible."""
        versions = self.versions.read(self.reads.tables) if self.is_keeping else None
        if versions is None or size > MAX_KEPT_SIZE:
            return False
        until = find_next_change(self.reads, self.now, versions)
        rules = dict(self.template_gate.asked)
        kept = KeptSearch(value, self.reads, rules, self.providers, versions, self.now, until, size + 1)
        with _lock:
            _kept[key] = kept
            _kept.move_to_end(key)
            drop_oldest()
        return True


def drop_oldest() -> None:
    size = sum(each.size for each in _kept.values())
    while len(_kept) > MAX_SEARCHES or size > MAX_KEPT_SIZE:
        size -= _kept.popitem(last=False)[1].size


def clear_kept_searches() -> None:
    """Forget everything."""
    with _lock:
        _kept.clear()
