"""Pictures and documents that a record names by their paths."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import Any

from django.utils.translation import gettext_noop as _

from cms.exchange.errors import Refusal
from cms.exchange.fields.plain import Field
from cms.exchange.fields.text import parse_text
from cms.exchange.records import Row


class FileReference(Field):
    """A picture or document by its path, relative to the folder of the file it is named in."""

    kind = "image"

    def collect_references(self, raw: Any, row: Row) -> None:
        if raw:
            row.refs.add(self.kind, inner_path(raw, row.folder))

    def load(self, raw: Any, row: Row) -> Any:
        return row.find(self.kind, inner_path(raw, row.folder)) if raw else None

    def dump(self, obj: Any) -> str | None:
        from cms.exchange.kinds.files import exported_path

        target = getattr(obj, self.name)
        return exported_path(target) if target else None

    def is_unchanged(self, obj: Any, value: Any) -> bool:
        return bool(getattr(obj, f"{self.name}_id") == (value.pk if value else None))


def inner_path(raw: Any, folder: Path) -> str:
    """The absolute path of a file below `folder`. Refusal when it leads out of it."""
    text = parse_text(raw)
    inner = PurePosixPath(text)
    if inner.is_absolute() or ".." in inner.parts or "\\" in text:
        raise Refusal(
            _("“%(path)s” is outside the folder of the import file: use a path within it"), path=text
        )
    path = (folder / inner).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise Refusal(
            _("“%(path)s” is outside the folder of the import file: use a path within it"), path=text
        )
    return str(path)
