"""Tags that are sent by their names: what Wagtail's form would cut apart, leave out or make without being asked."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.db.models.functions import Lower
from wagtail.utils.forms import CodedMessage, FieldPath

from cms.visibility.current import current_gate

__all__ = ["find_bad_tags"]

NO_TAG = (
    "There is no tag {name!r} that you may choose: use one that exists, or a credential that may create tags."
)
NO_NAME = 'A tag is a text of 1 to {most} characters without " and line breaks.'


def find_bad_tags(
    field: Any, names: Sequence[str], held: Collection[str], *, may_create: bool
) -> Iterator[tuple[FieldPath, list[CodedMessage]]]:
    """The places of names that are no tag, with what is wrong. One statement.

    held: the names that the page has; they stay, although they may be hidden from the owner.
    """
    model = field.remote_field.model
    most = model._meta.get_field("name").max_length
    known = {fold(name) for name in [*held, *find_tag_names(model, names)]}
    for index, name in enumerate(names):
        if not 0 < len(name.strip()) <= most or not name.isprintable() or '"' in name:
            yield (field.name, index), [(NO_NAME.format(most=most), "invalid")]
        elif fold(name) not in known and not may_create:
            yield (field.name, index), [(NO_TAG.format(name=name), "invalid_choice")]


def find_tag_names(model: type[Model], names: Sequence[str]) -> set[str]:
    """Those of the names that tags have which the owner sees."""
    wanted = [name for name in names if "\0" not in name]
    rows, gate = model._default_manager.alias(folded=Lower("name")), current_gate()
    named = rows.filter(folded__in=[name.lower() for name in wanted])
    return set((gate.narrow(named) if gate else named).values_list("name", flat=True))


def fold(name: str) -> str:
    """What two spellings of one tag have in common."""
    return name.strip().lower() if getattr(settings, "TAGGIT_CASE_INSENSITIVE", False) else name.strip()
