"""The fields of a record that name other rows, and those that hold rows of their own."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_noop as _

from cms.base.reasons import Reason
from cms.exchange.errors import MissingReference, Refusal, collect_into, raise_all
from cms.exchange.export_context import format_name, is_exported
from cms.exchange.fields.plain import Field, check_list, check_object
from cms.exchange.fields.text import name_text, parse_text
from cms.exchange.kinds.registry import find_creatable
from cms.exchange.records import Row, default_language
from cms.exchange.references import ByName

TO_CREATE = _("%(reason)s: import it first, or let it be created (--create-missing %(kind)s)")


@dataclass(frozen=True)
class Reference(Field):
    """One other row by its slug, or by `{"name": …}`; null for none.

    paged: the target is a page, which is looked for in the record's own language and then in the default one, or
    in the language that follows an “@”: `chatgpt@de`.
    """

    kind: str = ""
    paged: bool = False

    omits_hidden = True

    def build_candidate_keys(self, raw: Any, row: Row) -> list[Any]:
        """Keys under which the row may be found, the best first."""
        if isinstance(raw, dict) and not self.paged:
            name = name_text(check_object(raw, {"name"}).get("name"))
            return [ByName(unicodedata.normalize("NFC", name))]
        slug = parse_text(raw)
        return page_keys(slug, row.language) if self.paged else [slug]

    def collect_references(self, raw: Any, row: Row) -> None:
        if raw is not None and raw != "":
            for key in self.build_candidate_keys(raw, row):
                row.refs.add(self.kind, key)

    def load(self, raw: Any, row: Row) -> Any:
        return None if raw is None or raw == "" else self.find(raw, row)

    def find(self, raw: Any, row: Row) -> Any:
        try:
            return find_first(self.kind, self.build_candidate_keys(raw, row), row)
        except MissingReference as missing:
            if isinstance(missing.key, ByName) and self.kind in find_creatable():
                missing.reason = Reason(TO_CREATE, {"reason": missing.reason, "kind": self.kind})
            raise
        except Refusal as refusal:  # the found one is raised for other rows, too
            raise Refusal(refusal.reason, refusal.field) from None

    def dump(self, obj: Any) -> str | None:
        target = getattr(obj, self.name)
        return format_name(target) if is_exported(target) else None

    def is_unchanged(self, obj: Any, value: Any) -> bool:
        return bool(getattr(obj, f"{self.name}_id") == (value.pk if value else None))


def page_keys(name: str, language: str) -> list[tuple[str, str]]:
    """The keys of the page that a record in a language means by “slug” or “slug@code”, the best first."""
    slug, at, code = name.rpartition("@")
    if at:
        return [(slug, code)]
    return list(dict.fromkeys([(name, language), (name, default_language())]))


def find_first(kind: str, keys: Sequence[Any], row: Row) -> Any:
    """The row that the first known key names. Missing without any."""
    key = next((key for key in keys if key in row.refs.found[kind]), keys[0])
    return row.find(kind, key)


@dataclass(frozen=True)
class ReferenceList(Reference):
    """A list of other rows by slug. Without `through`, a many-to-many relation whose order means nothing.

    through: name of the child relation whose rows each point to one target by their foreign key `target`.
    """

    through: str = ""
    target: str = ""

    is_list = True

    def collect_references(self, raw: Any, row: Row) -> None:
        for item in check_list(raw):
            super().collect_references(item, row)

    def load(self, raw: Any, row: Row) -> list[Any]:
        found, errors = [], list[Refusal]()
        for item in check_list(raw):
            with collect_into(errors):
                found.append(self.find(item, row))
        raise_all(errors)
        return list({target.pk: target for target in found}.values())

    def dump(self, obj: Any) -> list[str]:  # type: ignore[override]
        return [format_name(target) for target in self.current(obj) if is_exported(target)]

    def current(self, obj: Any) -> list[Any]:
        if not self.through:
            return list(getattr(obj, self.name).all())
        return [getattr(child, self.target) for child in getattr(obj, self.through).all()]

    def is_unchanged(self, obj: Any, value: Any) -> bool:
        now, then = [target.pk for target in self.current(obj)], [target.pk for target in value]
        return now == then if self.is_ordered(obj) else sorted(now) == sorted(then)

    def is_ordered(self, obj: Any) -> bool:
        return bool(self.through) and hasattr(self.child_model(obj), "sort_order")

    def store(self, obj: Any, value: Any) -> None:
        if not self.through:
            setattr(obj, self.name, value)
            return
        model = self.child_model(obj)
        children = [model(**{self.target: target}) for target in value]
        setattr(obj, self.through, number_children(children))

    def child_model(self, obj: Any) -> Any:
        return obj._meta.get_field(self.through).related_model


def number_children(children: list[Any]) -> list[Any]:
    for number, child in enumerate(children):
        if hasattr(child, "sort_order"):
            child.sort_order = number
    return children
