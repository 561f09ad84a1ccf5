"""Pictures and documents: each file is stored once, however many records name it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.text import slugify
from PIL.Image import DecompressionBombError

from cms.importing.bulk import advisory_lock
from cms.importing.errors import Refusal
from cms.importing.fields import Name, Text
from cms.importing.file_references import inner_path
from cms.importing.importer import Importer
from cms.importing.measures import Whole
from cms.importing.records import Options, Row
from cms.media.contents import check_animation, check_document, check_picture
from cms.media.models import Document, Image
from cms.media.orientation import oriented_size

MAX_BYTES = 20 * 1024 * 1024


def exported_path(row: Any) -> str:
    """Where the file of a picture or document stands in an export."""
    folder = "images" if isinstance(row, Image) else "documents"
    suffix = PurePosixPath(row.file.name).suffix.lower()
    return f"{folder}/{slugify(row.title)[:60] or 'file'}-{row.file_hash[:12]}{suffix}"


class FileImporter(Importer):
    """A kind whose records are files. A record is the row with the same file content."""

    model: ClassVar[type[Any]]
    extra_keys = frozenset({"kind", "path"})
    extensions: ClassVar[Sequence[str]] = ()

    def identity(self, record: dict[str, Any], options: Options) -> str:
        return str(record.get("path") or "")

    def find(self, keys: Sequence[Any], options: Options) -> dict[Any, Any]:
        """Rows by absolute path; a file that is not stored yet is stored. A Refusal stands for an unusable one."""
        found: dict[Any, Any] = {}
        contents = {}
        for path in keys:
            try:
                contents[path] = self.read(Path(path))
            except Refusal as refusal:
                found[path] = refusal
        hashes = {
            path: hashlib.sha1(data, usedforsecurity=False).hexdigest() for path, data in contents.items()
        }
        known = self._known(hashes.values())
        if hashes.values() - known.keys():
            advisory_lock(self.kind)
            known = self._known(hashes.values())
        for path, key in hashes.items():
            if key not in known:
                known[key] = self.store(Path(path), contents[path], options)
            found[path] = known[key]
        return found

    def _known(self, hashes: Any) -> dict[str, Any]:
        rows = self.model.objects.filter(file_hash__in=set(hashes)).order_by("-pk")
        return {row.file_hash: row for row in rows}

    def read(self, path: Path) -> bytes:
        name = path.name
        if not path.is_file():
            raise Refusal(f"there is no file “{name}” in the folder of the import")
        if path.stat().st_size > MAX_BYTES:
            raise Refusal(f"“{name}” is larger than {MAX_BYTES // 1024 // 1024} MiB: make it smaller")
        if path.suffix.lower().lstrip(".") not in self.extensions:
            raise Refusal(f"“{name}” is not of a kind that is taken here: {', '.join(self.extensions)}")
        return path.read_bytes()

    def store(self, path: Path, data: bytes, options: Options) -> Any:
        """Save the file and its row the ordinary way, so that renditions and search entries follow."""
        fields = {
            "title": path.stem.replace("-", " ").replace("_", " ").capitalize(),
            "uploaded_by_user_id": options.user_id,
            "file_size": len(data),
            "file_hash": digest(data),
        }
        if options.rehearsal:
            row = self.model(**fields, **self.measured(data, path.name), file=path.name)
            self.model.objects.bulk_create([row])
        else:
            row = self.model(**fields, file=ContentFile(data, name=path.name))
            row.save()
        row.just_stored = True  # so that its own record counts as created
        return row

    def measured(self, data: bytes, name: str) -> dict[str, Any]:
        """Columns that storing the file would have filled."""
        return {}

    def prepare(self, row: Row) -> None:
        row.key = inner_path(row.record.get("path"), row.folder)
        row.refs.want(self.kind, row.key)

    def identify(self, rows: list[Row]) -> None:
        for row in rows:
            try:
                row.obj = row.refs.get(self.kind, row.key)
                row.is_new = getattr(row.obj, "just_stored", False)
            except Refusal as refusal:
                row.refuse(refusal)

    def write(self, rows: list[Row]) -> None:
        for row in rows:
            if not row.options.rehearsal:
                row.obj.save()

    def export(self) -> Iterator[dict[str, Any]]:
        for path, row in self.rows().items():
            yield {"kind": self.kind, "path": path, **{field.key: field.dump(row) for field in self.fields}}

    def rows(self) -> dict[str, Any]:
        """Every stored file by its path in an export; of several rows with the same content, the oldest."""
        rows = {exported_path(row): row for row in self.model.objects.order_by("-pk")}
        return dict(sorted(rows.items()))


class ImageImporter(FileImporter):
    kind = "image"
    model = Image
    extensions = getattr(settings, "WAGTAILIMAGES_EXTENSIONS", ["avif", "gif", "jpg", "jpeg", "png", "webp"])
    fields = (
        Name("title"),
        Text("description"),
        Whole("focalPointX"),
        Whole("focalPointY"),
        Whole("focalPointWidth"),
        Whole("focalPointHeight"),
    )

    def read(self, path: Path) -> bytes:
        data = super().read(path)
        looked_into(path, data, lambda: check_animation(data))
        width, height = size_of(data, path.name)
        if width * height > settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS:
            raise Refusal(f"“{path.name}” has {width * height} pixels: make it smaller")
        return looked_into(path, data, lambda: check_picture(data))

    def measured(self, data: bytes, name: str) -> dict[str, Any]:
        width, height = size_of(data, name)
        return {"width": width, "height": height}


class DocumentImporter(FileImporter):
    kind = "document"
    model = Document
    extensions = getattr(
        settings,
        "WAGTAILDOCS_EXTENSIONS",
        ["csv", "docx", "key", "odt", "pdf", "pptx", "rtf", "txt", "xlsx", "zip"],
    )
    fields = (Name("title"),)

    def read(self, path: Path) -> bytes:
        data = super().read(path)
        return looked_into(path, data, lambda: check_document(path.name, data))


def looked_into(path: Path, data: bytes, check: Callable[[], None]) -> bytes:
    """The data, if the check finds nothing in it. Refusal otherwise."""
    try:
        check()
    except ValidationError as error:
        raise Refusal(f"“{path.name}”: {error.messages[0]}") from error
    return data


def digest(data: bytes) -> str:
    """The hash that Wagtail keeps of a file; it tells files apart and protects nothing."""
    return hashlib.sha1(data, usedforsecurity=False).hexdigest()


def size_of(data: bytes, name: str) -> tuple[int, int]:
    """Width and height of a picture in pixels, as browsers show it. Refusal when it is none."""
    try:
        return oriented_size(BytesIO(data))
    except (OSError, ValueError, SyntaxError, DecompressionBombError) as error:
        raise Refusal(f"“{name}” is not a picture that can be read") from error
