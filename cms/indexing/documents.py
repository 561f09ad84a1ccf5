"""The documents of rows: their public text in the normal form of search."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.conf import settings
from django.db.models import Model, Q
from modelsearch.index import SearchField
from wagtail.blocks.stream_block import StreamValue

from cms.base.translated_texts import (
    TranslatedTexts,
    find_translated_model,
    list_translated_names,
    read_text,
)
from cms.declarations import SearchKind
from cms.plugins.api.search import SearchDocument, SearchKey
from cms.search.block_texts import list_block_texts
from cms.search.text import list_spellings, normalize, normalize_document

__all__ = [
    "SourceText",
    "build_documents",
    "build_live_rule",
    "build_saved_document",
    "build_source_texts",
]

MAX_SOURCE = 4000
"""Characters of a text that are embedded: models read some hundred words."""


@dataclass(frozen=True, slots=True)
class SourceText:
    """What a live row says, as it was written. locale: as in SearchDocument. language: of the text."""

    key: SearchKey
    locale: str
    language: str
    text: str


def build_live_rule(model: type[Model]) -> Q:
    """Rows that can be found at all; drafts have no documents."""
    return Q(live=True) if any(field.name == "live" for field in model._meta.fields) else Q()


def build_documents(kind: SearchKind, keys: Collection[int]) -> list[SearchDocument]:
    """The documents of those rows that are live: one statement, and one for each of the kind's label paths."""
    live = kind.model._default_manager.filter(build_live_rule(kind.model), pk__in=keys)
    rows = list(live.only(*list_columns(kind)))
    languages = load_languages() if has_locale(kind.model) else {}
    labels = load_labels(kind, {row.pk: languages.get(getattr(row, "locale_id", None)) for row in rows})
    return [build_document(kind, row, labels[row.pk], languages) for row in rows]


def build_saved_document(kind: SearchKind, row: Any) -> SearchDocument:
    """The document of a row that was saved with all its fields; what belongs to it may be saved only afterwards, and is
    taken from memory."""
    languages = load_languages() if has_locale(kind.model) else {}
    language = languages.get(getattr(row, "locale_id", None))
    labels = [label for path in kind.labels for label in read_labels(row, path, language)]
    return build_document(kind, row, labels, languages)


def build_source_texts(kind: SearchKind, keys: Collection[int]) -> list[SourceText]:
    """Name, summary and body of those rows that are live, in the language of the row or of the site; one statement, and
    one for languages."""
    rows = kind.model._default_manager.filter(build_live_rule(kind.model), pk__in=keys)
    languages = load_languages() if has_locale(kind.model) else {}
    return [
        build_source_text(kind, row, languages.get(getattr(row, "locale_id", None), ""))
        for row in rows.only(*list_columns(kind)).order_by("pk")
    ]


def build_source_text(kind: SearchKind, row: Any, locale: str) -> SourceText:
    texts = [str(getattr(row, kind.title)), *list_own_texts(row, (*kind.summary, *kind.body))]
    text = ". ".join(part.strip().rstrip(".") for part in texts if part.strip())
    return SourceText(
        SearchKey(kind.name, row.pk), locale, locale or settings.LANGUAGE_CODE, text[:MAX_SOURCE]
    )


def build_document(
    kind: SearchKind, row: Any, labels: Collection[str], languages: Mapping[int | None, str]
) -> SearchDocument:
    name = getattr(row, kind.title)
    others = list_translations(row, kind.title)
    return SearchDocument(
        key=SearchKey(kind.name, row.pk),
        locale=languages.get(getattr(row, "locale_id", None), ""),
        name=normalize(name),
        spellings=" ".join([*list_spellings(name), *map(normalize_document, others)]),
        labels=normalize_document(" . ".join(labels)),
        summary=join_texts(row, kind.summary),
        body=join_texts(row, kind.body),
    )


def list_translations(row: Any, field: str) -> list[str]:
    """The texts of a field in further languages. A shared record has one document, by which it is found in all."""
    if not isinstance(row, TranslatedTexts):
        return []
    return [text for name in list_translated_names(type(row), field) if (text := getattr(row, name))]


def read_labels(row: Any, path: str, language: str | None) -> list[str]:
    """The labels of one row, in its language: through children that point to them ("tagged_items__tag__name"), or
    directly."""
    relation, *link, column = path.split("__")
    rows: list[Any] = list(getattr(row, relation).all())
    if not link:
        return read_texts(rows, column, language)
    field = getattr(row, relation).model._meta.get_field(link[0])
    keys = {getattr(each, field.attname) for each in rows} - {None}
    if not keys:
        return []
    return read_texts(field.related_model._default_manager.filter(pk__in=keys), column, language)


def read_texts(rows: Iterable[Any], column: str, language: str | None) -> list[str]:
    """The texts of some rows in a language, in the order of those in the default language."""
    return [read_text(each, column, language) for each in sorted(rows, key=attrgetter(column))]


def list_columns(kind: SearchKind) -> list[str]:
    own = {field.name for field in kind.model._meta.concrete_fields}
    return [
        name
        for name in ("pk", kind.title, *kind.summary, *kind.body, "locale", "translations")
        if name == "pk" or name in own
    ]


def has_locale(model: type[Model]) -> bool:
    return any(field.name == "locale" for field in model._meta.fields)


def load_languages() -> Mapping[int | None, str]:
    from wagtail.models import Locale

    return dict(Locale.objects.values_list("pk", "language_code"))


def load_labels(kind: SearchKind, languages: Mapping[int, str | None]) -> Mapping[int, list[str]]:
    """The labels of rows by their keys, each in the language of its row."""
    found: dict[int, list[str]] = defaultdict(list)
    for path in kind.labels:
        relation, _, column = path.rpartition("__")
        texts = [f"{relation}__translations"] if find_translated_model(kind.model, path) else []
        rows = kind.model._default_manager.filter(pk__in=languages, **{f"{path}__isnull": False})
        for key, label, *translations in rows.order_by("pk", path).values_list("pk", path, *texts):
            own = translations[0].get(languages[key], {}) if translations else {}
            found[key].append(own.get(column) or label)
    return found


def list_own_texts(row: Any, names: Collection[str]) -> list[str]:
    """The texts of these fields; bodies answer a list of their blocks' texts."""
    values = (read_value(row, name) for name in names)
    return [" . ".join(value) if isinstance(value, list) else str(value or "") for value in values]


def read_value(row: Any, name: str) -> Any:
    value = getattr(row, name, None)
    if isinstance(value, StreamValue):
        return list(list_block_texts(value.stream_block, list(value.raw_data)))
    return SearchField(name).get_value(row)


def join_texts(row: Any, names: Collection[str]) -> str:
    """The normal form of these fields."""
    texts = list_own_texts(row, names)
    texts += [text for name in names for text in list_translations(row, name)]
    return normalize_document(" . ".join(texts))
