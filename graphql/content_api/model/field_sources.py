"""The kinds of source that a field of an object type can have.

A source knows the columns that it reads of the row it stands on, and of further rows that it loads. None stands for
columns that are not known: all of them are loaded then.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import ForeignKey, ForeignObjectRel, Model
from wagtail import blocks
from wagtail.documents import get_document_model
from wagtail.fields import StreamField
from wagtail.images import get_image_model
from wagtail.models import Page

from cms.declarations import ApiCollection, BatchField, ComputedField, Nested, RelatedField, registry
from cms.plugins.api.contributions import GraphQLField
from cms.plugins.loader.records import RegisteredItem
from content_api.access.reader import Columns

__all__ = [
    "ALL",
    "ALTERNATE_COLUMNS",
    "Batch",
    "Body",
    "Column",
    "Computed",
    "ConnectionSource",
    "FieldSource",
    "FileAddress",
    "ForeignKeySource",
    "Identity",
    "ManyToMany",
    "PictureSet",
    "PluginFieldSource",
    "Related",
    "RelationSource",
    "Rendition",
    "ReverseKey",
    "ThroughRows",
    "TranslatedColumn",
    "TreeField",
    "is_foreign_key",
]

ALL: Columns = None
NO_COLUMNS: Columns = frozenset()

PICTURE_COLUMNS: Columns = frozenset({"file", "title", "description", "width", "height"})
FILE_COLUMNS: Columns = frozenset({"file"})
ALTERNATE_COLUMNS = ("path", "url_path", "locale", "translation_key")
TREE_COLUMNS: dict[str, tuple[str, ...]] = {
    "path": ("path", "url_path"),
    "url": ("path", "url_path"),
    "locale": ("locale",),
    "page_type": (),
    "published_at": ("first_published_at",),
    "updated_at": ("last_published_at",),
    "parent": ("path",),
    "ancestors": ("path",),
    "translations": ("translation_key",),
    "alternates": ALTERNATE_COLUMNS,
    "seo": ("title", "seo_title", "search_description"),
    "social_image": (),
    "children": ("path",),
}


@dataclass(frozen=True)
class FieldSource:
    """A field of the type of `model`. base_cost: points of one value, before anything below it is counted; None where
    they follow from its type."""

    model: type[Model]

    @property
    def columns(self) -> Columns:
        """What it reads of its own row, by the names of fields."""
        return NO_COLUMNS

    @property
    def base_cost(self) -> int | None:
        return None

    def reads(self) -> Iterator[tuple[type[Model], Columns]]:
        """What it reads of further rows, beside what is selected of them."""
        yield from ()


@dataclass(frozen=True)
class Identity(FieldSource):
    """The global id: made of the primary key."""


@dataclass(frozen=True)
class Column(FieldSource):
    """An attribute of the row: a column (is_stored), or a property or method that reads columns. enum: no empty
    value."""

    attribute: str
    read: tuple[str, ...] | None
    enum: bool = False
    is_stored: bool = False

    @property
    def columns(self) -> Columns:
        return None if self.read is None else frozenset(self.read)


@dataclass(frozen=True)
class TranslatedColumn(FieldSource):
    """A text of a shared record, in the language in which the row is read."""

    attribute: str

    @property
    def columns(self) -> Columns:
        return frozenset({self.attribute, "translations"})


@dataclass(frozen=True)
class RelationSource(FieldSource):
    """Rows that the row points to, or that point to it. single: there is at most one."""

    @property
    def single(self) -> bool:
        return False

    @property
    def target(self) -> type[Model]:
        raise NotImplementedError


@dataclass(frozen=True)
class ForeignKeySource(RelationSource):
    """What a foreign key points to; a page comes as its own kind."""

    field: ForeignKey[Any, Any]

    @property
    def single(self) -> bool:
        return True

    @property
    def target(self) -> type[Model]:
        return self.field.related_model  # type: ignore[return-value]

    @property
    def columns(self) -> Columns:
        return frozenset({self.field.name})


@dataclass(frozen=True)
class ReverseKey(RelationSource):
    """Rows whose foreign key points here, in their own order."""

    relation: ForeignObjectRel

    @property
    def single(self) -> bool:
        return bool(self.relation.one_to_one)

    @property
    def target(self) -> type[Model]:
        return self.relation.related_model  # type: ignore[return-value]

    def reads(self) -> Iterator[tuple[type[Model], Columns]]:
        yield self.target, frozenset({self.relation.field.name})


@dataclass(frozen=True)
class ManyToMany(RelationSource):
    """The far side of links, whose foreign keys are `near` and `far`, in the order in which the links were made."""

    through: type[Model]
    near: str
    far: str

    @property
    def target(self) -> type[Model]:
        return self.through._meta.get_field(self.far).related_model  # type: ignore[return-value]


@dataclass(frozen=True)
class ThroughRows(RelationSource):
    """What child rows point to: `rows` leads to them, and `far` from them."""

    rows: RelationSource
    far: RelationSource

    @property
    def target(self) -> type[Model]:
        return self.far.target

    @property
    def columns(self) -> Columns:
        return self.rows.columns

    def reads(self) -> Iterator[tuple[type[Model], Columns]]:
        yield from self.rows.reads()
        yield self.rows.target, self.far.columns
        yield from self.far.reads()


@dataclass(frozen=True)
class Related(RelationSource):
    """What a declared function leads to."""

    declared: RelatedField

    @property
    def single(self) -> bool:
        return not self.declared.many

    @property
    def target(self) -> type[Model]:
        return self.declared.target

    @property
    def columns(self) -> Columns:
        return frozenset(self.declared.columns)


@dataclass(frozen=True)
class Body(FieldSource):
    """A StreamField, as typed blocks ("blocks"), as HTML ("html") or as data ("json")."""

    field: StreamField
    form: str

    @property
    def columns(self) -> Columns:
        return frozenset({self.field.name})

    def reads(self) -> Iterator[tuple[type[Model], Columns]]:
        """Pictures and documents that rich text shows; in HTML whatever the templates of blocks show as well."""
        yield get_image_model(), PICTURE_COLUMNS
        yield get_document_model(), FILE_COLUMNS
        if self.form == "html":
            titled = frozenset({"title"})
            yield get_document_model(), titled
            yield from ((kind, titled) for kind in registry.visibility if issubclass(kind, Page))
            known = (Page, get_image_model(), get_document_model())
            models = chosen_models(self.field.stream_block)
            yield from ((model, ALL) for model in models if not issubclass(model, known))


def chosen_models(block: Any) -> Iterator[type[Model]]:
    """The models of the choosers in a block."""
    if isinstance(block, blocks.ChooserBlock):
        yield block.model_class
    elif isinstance(block, blocks.ListBlock):
        yield from chosen_models(block.child_block)
    elif isinstance(block, blocks.BaseStructBlock | blocks.BaseStreamBlock):
        for child in block.child_blocks.values():
            yield from chosen_models(child)


@dataclass(frozen=True)
class Computed(FieldSource):
    """Worked out from the row alone."""

    declared: ComputedField

    @property
    def columns(self) -> Columns:
        return None if self.declared.columns is None else frozenset(self.declared.columns)


@dataclass(frozen=True)
class Batch(FieldSource):
    """Loaded for the keys of many rows at once."""

    declared: BatchField

    @property
    def base_cost(self) -> int | None:
        return self.declared.cost


@dataclass(frozen=True)
class ConnectionSource(FieldSource):
    """A collection under its parent."""

    collection: ApiCollection
    nested: Nested

    def reads(self) -> Iterator[tuple[type[Model], Columns]]:
        if self.is_direct:
            yield self.collection.model, frozenset({self.nested.relation})

    @property
    def is_direct(self) -> bool:
        """Whether a row has one parent, whose key is a column of its own."""
        return is_foreign_key(self.collection.model, self.nested.relation)


def is_foreign_key(model: type[Model], relation: str) -> bool:
    return "__" not in relation and isinstance(model._meta.get_field(relation), ForeignKey)


@dataclass(frozen=True)
class Rendition(FieldSource):
    """A named rendition of a picture."""

    @property
    def columns(self) -> Columns:
        return PICTURE_COLUMNS


@dataclass(frozen=True)
class PictureSet(FieldSource):
    """The renditions of a picture in several widths and formats."""

    @property
    def columns(self) -> Columns:
        return PICTURE_COLUMNS


@dataclass(frozen=True)
class FileAddress(FieldSource):
    """The address of the file itself."""

    @property
    def columns(self) -> Columns:
        return FILE_COLUMNS


@dataclass(frozen=True)
class TreeField(FieldSource):
    """A field of every page: its address, its language, its place in the tree."""

    name: str

    @property
    def columns(self) -> Columns:
        return frozenset(TREE_COLUMNS[self.name])

    def reads(self) -> Iterator[tuple[type[Model], Columns]]:
        """What is read of the pages that it leads to: their place, to sort them by."""
        if self.name in ("parent", "ancestors", "translations", "children"):
            yield from ((kind, self.columns) for kind in registry.visibility if issubclass(kind, Page))


@dataclass(frozen=True)
class PluginFieldSource(FieldSource):
    """A field that a plugin contributes, loaded for the keys of many rows at once."""

    registered: RegisteredItem[GraphQLField]

    @property
    def base_cost(self) -> int:
        return self.registered.item.cost or 1
