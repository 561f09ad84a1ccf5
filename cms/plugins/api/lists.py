"""What plugins add to the lists of the API, as data: filters over their own tables, the counts of their values, and
lists of what a person keeps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from cms.base.reasons import mark_text as _
from cms.plugins.api.contributions import CAMEL, Contribution, is_column

__all__ = ["CollectionFacet", "CollectionFilter", "ViewerRows"]

TYPES: Sequence[type] = (str, int, bool)


@dataclass(frozen=True, kw_only=True)
class _OnList(Contribution):
    """on: the root field of the list ("solutions")."""

    on: str

    pattern = CAMEL

    def describe(self) -> str:
        return f"{type(self).__name__} {self.on}.{self.name}"


@dataclass(frozen=True, kw_only=True)
class CollectionFilter(_OnList):
    """A filter of a list, whose values stand in another table. The caller gives a list of values (of bool, one value),
    and gets the rows that have any of them. While the plugin is off, using the filter is an error.

    on: the root field of the list ("solutions"). rows: the model with a row for each value ("badges.Badge"), your own
    or one that the API shows; rows that the viewer may not see count for nothing. link: its foreign key to the rows of
    the list ("solution"). value: its column with the value, which may lie in a row that it points to ("badge__slug").
    type: str, int, bool, or an enumeration of Django choices.
    """

    rows: str
    link: str
    value: str
    type: type
    description: str

    def validate(self) -> None:
        self.need(is_column(self.rows, dots=(1,)), _("`rows` is a model label such as badges.Badge."))
        self.need(self.link and "__" not in self.link, _("`link` is a foreign key of the model itself."))
        self.need(self.value, _("`value` is the column with the value."))
        self.need(
            self.type in TYPES or (isinstance(self.type, type) and issubclass(self.type, Enum)),
            _("type %(type)s: use str, int, bool or an enumeration of Django choices."),
            type=repr(self.type),
        )
        self.need(self.description, _("describe it: the text appears in the schema."))


@dataclass(frozen=True, kw_only=True)
class CollectionFacet(_OnList):
    """Counts for each value of a filter: how many rows of the list it would leave. It has the name and the list of
    a `CollectionFilter` of the same plugin, which says where the values stand.

    label: its name for people. title: the column with the label of a value ("badge__name"), from the filter's model on;
    when left out, the value itself, or the label that an enumeration gives it.
    """

    label: str
    title: str = ""

    def validate(self) -> None:
        self.need(self.label, _("give it a label: frontends show it above the values."))


@dataclass(frozen=True, kw_only=True)
class ViewerRows(Contribution):
    """A list on `viewer`: rows of the API that the person who asks keeps, follows, owns… It is a connection, with the
    paging of every other. No other caller reads it, rows that the person may not see are left out and not counted, and
    it takes one statement for a page. It is null, with the error FEATURE_DISABLED, while the plugin is off.

    name: the field ("bookmarks"). rows: a model of the plugin's own ("bookmarks.Bookmark"). owner: its foreign key to
    users. link: its foreign key to the rows that are listed; a unique constraint of the model holds both. order: terms
    of `order_by` over columns of `rows` that are never null; the primary key is added. Since 1.7.
    """

    rows: str
    link: str
    description: str
    owner: str = "user"
    order: Sequence[str] = ("-pk",)

    pattern = CAMEL

    def validate(self) -> None:
        self.need(is_column(self.rows, dots=(1,)), _("`rows` is a model label such as badges.Badge."))
        for name in (self.owner, self.link):
            self.need(
                name and "__" not in name, _("`owner` and `link` are foreign keys of the model itself.")
            )
        self.need(
            isinstance(self.order, list | tuple) and self.order, _("`order` is a list of terms of order_by.")
        )
        self.need(self.description, _("describe it: the text appears in the schema."))

    def describe(self) -> str:
        return f"ViewerRows viewer.{self.name}"
