"""The documents of rows: their public text in the normal form of search."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import Model, Q
from modelsearch.index import SearchField

from cms.declarations import SearchKind
from cms.plugins.api.search import SearchDocument, SearchKey
from cms.search.text import list_spellings, normalize, normalize_document

__all__ = ["build_documents", "build_live_rule", "build_saved_document"]


def build_live_rule(model: type[Model]) -> Q:
    """Rows that can be found at all; drafts have no documents."""
    return Q(live=True) if any(field.name == "live" for field in model._meta.fields) else Q()


def build_documents(kind: SearchKind, keys: Collection[int]) -> list[SearchDocument]:
    """The documents of those rows that are live: one statement, and one for each of the kind's label paths."""
    live = kind.model._default_manager.filter(build_live_rule(kind.model), pk__in=keys)
    rows = list(live.only(*list_columns(kind)))
    languages = load_languages() if has_locale(kind.model) else {}
    labels = load_labels(kind, [row.pk for row in rows])
    return [build_document(kind, row, labels[row.pk], languages) for row in rows]


def build_saved_document(kind: SearchKind, row: Any) -> SearchDocument:
    """The document of a row that was saved with all its fields; what belongs to it may be saved only afterwards, and is
    taken from memory."""
    labels = [label for path in kind.labels for label in read_labels(row, path)]
    return build_document(kind, row, labels, load_languages() if has_locale(kind.model) else {})


def build_document(
    kind: SearchKind, row: Any, labels: Collection[str], languages: Mapping[int | None, str]
) -> SearchDocument:
    name = getattr(row, kind.title)
    return SearchDocument(
        key=SearchKey(kind.name, row.pk),
        locale=languages.get(getattr(row, "locale_id", None), ""),
        name=normalize(name),
        spellings=" ".join(list_spellings(name)),
        labels=normalize_document(" . ".join(labels)),
        summary=join_texts(row, kind.summary),
        body=join_texts(row, kind.body),
    )


def read_labels(row: Any, path: str) -> list[str]:
    """The labels of one row: through children that point to them ("tagged_items__tag__name"), or directly."""
    relation, *link, column = path.split("__")
    rows = list(getattr(row, relation).all())
    if not link:
        return sorted(getattr(each, column) for each in rows)
    field = getattr(row, relation).model._meta.get_field(link[0])
    keys = {getattr(each, field.attname) for each in rows} - {None}
    if not keys:
        return []
    return sorted(field.related_model._default_manager.filter(pk__in=keys).values_list(column, flat=True))


def list_columns(kind: SearchKind) -> list[str]:
    own = {field.name for field in kind.model._meta.concrete_fields}
    return [
        name
        for name in ("pk", kind.title, *kind.summary, *kind.body, "locale")
        if name == "pk" or name in own
    ]


def has_locale(model: type[Model]) -> bool:
    return any(field.name == "locale" for field in model._meta.fields)


def load_languages() -> Mapping[int | None, str]:
    from wagtail.models import Locale

    return dict(Locale.objects.values_list("pk", "language_code"))


def load_labels(kind: SearchKind, keys: Collection[int]) -> Mapping[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for path in kind.labels:
        rows = kind.model._default_manager.filter(pk__in=keys, **{f"{path}__isnull": False})
        for key, label in rows.order_by("pk", path).values_list("pk", path):
            found[key].append(label)
    return found


def join_texts(row: Any, names: Collection[str]) -> str:
    """The normal form of these fields; bodies answer a list of their blocks' texts."""
    values = (SearchField(name).get_value(row) for name in names)
    texts = [" . ".join(value) if isinstance(value, list) else str(value or "") for value in values]
    return normalize_document(" . ".join(texts))
