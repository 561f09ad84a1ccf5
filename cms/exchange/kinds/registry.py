"""Which kinds can be imported and exported; content types register theirs from `AppConfig.ready()`."""

from __future__ import annotations

from collections.abc import Callable
from graphlib import TopologicalSorter
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ImproperlyConfigured
from wagtail.models import Page

if TYPE_CHECKING:
    from wagtail.models import Locale

    from cms.exchange.kinds.importer import Importer

_importers: dict[str, Importer] = {}
_tree: list[Callable[[Locale], Any]] = []


def register_importer(importer: Importer) -> None:
    """Offer `importer.kind` to the import and export. A kind registered twice is rejected, naming both sides."""
    reject_second_columns(importer)
    known = _importers.setdefault(importer.kind, importer)
    if type(known) is not type(importer):
        raise ImproperlyConfigured(
            f"The import kind {importer.kind!r} is registered twice: by {type(known).__module__} and by "
            f"{type(importer).__module__}. Rename one of them."
        )


def reject_second_columns(importer: Importer) -> None:
    for known in _importers.values():
        if importer.default_columns and known.default_columns and known.kind != importer.kind:
            raise ImproperlyConfigured(
                f"The import kinds {known.kind!r} and {importer.kind!r} both have default_columns: a CSV file "
                "without a mapping holds records of one kind. Take them from one of these."
            )


def importer_for(kind: str) -> Importer:
    """The importer of a kind; KeyError when there is none."""
    return _importers[kind]


def kinds() -> list[str]:
    """All kinds, each after those it refers to; the order is the same in every process.

    Kinds that pages do not need come after all pages: when their turn comes, no page waits for another one any more.
    """
    graph = {
        kind: [need for need in sorted(item.needs) if need in _importers]
        for kind, item in sorted(_importers.items())
    }
    order = list(TopologicalSorter(graph).static_order())
    first = {kind for kind in order if is_page(kind)}
    for kind in reversed(order):
        first |= set(graph[kind]) if kind in first else set()
    return sorted(order, key=lambda kind: kind not in first)


def find_creatable() -> list[str]:
    """The kinds of which a reference by name may create a row."""
    return [kind for kind in kinds() if _importers[kind].creatable]


def find_created_unasked() -> frozenset[str]:
    """Those of which it does when the person who imports did not choose."""
    return frozenset(kind for kind in find_creatable() if _importers[kind].created_unasked)


def find_csv_importer() -> Importer:
    """The importer whose columns a CSV file without a mapping has. ImproperlyConfigured when no kind has any."""
    found = next((item for item in _importers.values() if item.default_columns), None)
    if found is None:
        raise ImproperlyConfigured(
            "No import kind has default_columns: CSV files need a mapping of their own."
        )
    return found


def is_page(kind: str) -> bool:
    """Whether the rows of a kind are pages."""
    return issubclass(_importers[kind].model, Page)


def find_kind(model: type[Any]) -> str | None:
    """The kind whose rows are of this model; None when it cannot be imported."""
    return next((kind for kind, item in _importers.items() if item.model is model), None)


def register_tree(build: Callable[[Locale], Any]) -> None:
    """Say how the home page and the index pages of a language are made; `build` leaves alone what exists."""
    _tree[:] = [build]


def ensure_tree(locale: Locale) -> None:
    """Make the pages below which imported ones stand. ImproperlyConfigured when no app has said how."""
    if not _tree:
        raise ImproperlyConfigured("No app has called register_tree(): pages cannot be imported.")
    _tree[0](locale)
