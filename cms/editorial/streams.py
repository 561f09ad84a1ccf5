"""Bodies that are sent: the shape of each block, checked before Wagtail reads it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from wagtail import blocks
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.utils.forms import CodedMessage, FieldPath

from cms.editorial.rich_text import read_rich_text

__all__ = ["BlockReader", "Reference", "locate_errors"]

KEYS = frozenset({"type", "value", "id"})


class Reference(NamedTuple):
    """A row that a block names by its key. place: such as `("body", 2, "value", "image")`."""

    model: type[Model]
    key: Any
    place: FieldPath


class BlockReader:
    """Reads what was sent for blocks. problems: what is wrong with its shape, by place. references: rows it names."""

    def __init__(self) -> None:
        self.problems: dict[FieldPath, list[CodedMessage]] = {}
        self.references: list[Reference] = []

    def read(self, block: Any, raw: Any, place: FieldPath) -> Any:
        """The value in the shape that Wagtail stores: complete, with the defaults of what was not sent."""
        match block:
            case blocks.BaseStreamBlock():
                return self.read_stream(block, raw, place)
            case blocks.BaseStructBlock():
                return self.read_struct(block, raw, place)
            case blocks.ListBlock():
                items = self.take(raw if raw is not None else [], list, "a list", place)
                return [
                    self.read(block.child_block, item, (*place, index)) for index, item in enumerate(items)
                ]
        try:
            return self.read_field(block, raw, place)
        except ValidationError as error:
            self.problems[place] = list_messages(error)
            return None

    def take(self, raw: Any, kind: type, name: str, place: FieldPath) -> Any:
        """What was sent, where it is of this kind; else an empty one, and a problem."""
        if isinstance(raw, kind):
            return raw
        self.note(place, f"Send {name} here, not {type(raw).__name__}.")
        return kind()

    def note(self, place: FieldPath, text: str) -> None:
        self.problems.setdefault(place, []).append((text, "invalid"))

    def read_stream(self, block: Any, raw: Any, place: FieldPath) -> list[dict[str, Any]]:
        found, seen = [], set[str]()
        for index, item in enumerate(self.take(raw, list, "a list of blocks", place)):
            given = self.take(item, dict, "an object with `type` and `value`", inner := (*place, index))
            key = self.read_id(given.get("id"), seen, inner)
            if isinstance(item, dict) and self.knows_names(given, KEYS, inner):
                found.append({"id": key, **self.read_item(block, given, inner)})
        return found

    def read_item(self, block: Any, given: Mapping[str, Any], place: FieldPath) -> dict[str, Any]:
        name = given.get("type")
        if not isinstance(name, str) or name not in block.child_blocks:
            known = ", ".join(block.child_blocks)
            self.note((*place, "type"), f"There is no block {name!r:.80}. Blocks: {known}.")
            return {"type": "", "value": None}
        return {
            "type": name,
            "value": self.read(block.child_blocks[name], given.get("value"), (*place, "value")),
        }

    def read_id(self, given: Any, seen: set[str], place: FieldPath) -> str | None:
        """The key of a block that stays; a new block has none."""
        if given is None:
            return None
        try:
            key = str(UUID(given)) if isinstance(given, str) else ""
        except ValueError:
            key = ""
        if not key or key in seen:
            self.note((*place, "id"), "Send the id that was read, each once, and none for a new block.")
        seen.add(key)
        return given if isinstance(given, str) else None

    def read_struct(self, block: Any, raw: Any, place: FieldPath) -> dict[str, Any]:
        given = self.take(raw if raw is not None else {}, dict, "an object", place)
        self.knows_names(given, block.child_blocks.keys(), place)
        return {
            name: self.read(child, given[name] if name in given else get_default(child), (*place, name))
            for name, child in block.child_blocks.items()
        }

    def knows_names(self, given: Mapping[str, Any], known: Any, place: FieldPath) -> bool:
        for name in given.keys() - known:
            self.note((*place, name), f"There is no such name. Known here: {', '.join(sorted(known))}.")
        return given.keys() <= known

    def read_field(self, block: Any, raw: Any, place: FieldPath) -> Any:
        """The value of a block that has none below it."""
        if isinstance(block, blocks.ChooserBlock):
            return self.read_reference(block, raw, place)
        if raw is None:
            return "" if isinstance(block, blocks.RichTextBlock) else None
        if isinstance(block, blocks.RichTextBlock):
            return normalise_rich_text(block, read_rich_text(raw, block.features))
        kinds, name = get_kinds(block.field)
        if type(raw) not in kinds:
            raise ValidationError(f"Send {name} here, not {type(raw).__name__}.")
        return check_native_value(block, raw)

    def read_reference(self, block: Any, raw: Any, place: FieldPath) -> Any:
        if raw is None:
            return None
        if type(raw) not in (int, str):
            raise ValidationError("Send the id of a row here, or null.")
        self.references.append(Reference(block.model_class, raw, place))
        return raw


def normalise_rich_text(block: Any, html: str) -> str:
    """The text as the editor would store it, in paragraphs with keys."""
    widget = block.field.widget
    return str(widget.value_from_datadict({"text": widget.format_value(html)}, {}, "text"))


def get_default(block: Any) -> Any:
    """What a field has that was not sent. Blocks of blocks are empty then."""
    if isinstance(block, blocks.FieldBlock) and not isinstance(block, blocks.RichTextBlock):
        return block.get_prep_value(block.get_default())
    return None


def get_kinds(field: forms.Field) -> tuple[tuple[type, ...], str]:
    """The types of JSON that a field takes, and their name."""
    match field:
        case forms.BooleanField():
            return (bool,), "true or false"
        case forms.IntegerField():
            return (int, float, str), "a number"
        case forms.MultipleChoiceField():
            return (list,), "a list"
    return (str,), "a text"


def check_native_value(block: Any, raw: Any) -> Any:
    """The value again; ValidationError for a text that is no date or number, which Wagtail would lose or fail at."""
    try:
        native = block.to_python(raw)
    except (ValueError, TypeError, ArithmeticError):
        native = None
    if native is None:
        raise ValidationError(f"{raw!r:.80} is not a value of this field.")
    return raw


def locate_errors(error: ValidationError, place: FieldPath) -> Iterator[tuple[FieldPath, list[CodedMessage]]]:
    """The messages of a block and of those below it, each with its place. Forms tell that there are some."""
    below = getattr(error, "block_errors", None)
    if below is None:
        yield place, list_messages(error)
        return
    if whole := [each for inner in error.non_block_errors.as_data() for each in list_messages(inner)]:  # type: ignore[attr-defined]
        yield place, whole
    inside = ("value",) if isinstance(error, StreamBlockValidationError) else ()
    for step, inner in below.items():
        yield from locate_errors(inner, (*place, step, *inside))


def list_messages(error: ValidationError) -> list[CodedMessage]:
    return [(text, each.code or "invalid") for each in error.error_list for text in each.messages]
