"""Pictures and documents: each file is stored once, however many records name it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.text import slugify
from django.utils.translation import gettext_noop as _
from PIL.Image import DecompressionBombError

from cms.base.reasons import read_messages
from cms.exchange.errors import Refusal
from cms.exchange.export_context import shared_path
from cms.exchange.fields.file_references import inner_path
from cms.exchange.fields.measures import WholeNumberField
from cms.exchange.fields.plain import Name, Text
from cms.exchange.fields.text import parse_text, shorten_text
from cms.exchange.kinds.importer import Importer
from cms.exchange.records import Item, Options, Row
from cms.exchange.references import References
from cms.exchange.writing.bulk import advisory_lock, reserve_keys
from cms.exchange.writing.rejections import record_refusals
from cms.media.contents import check_animation, check_document, check_picture
from cms.media.models import Document, Image
from cms.media.orientation import oriented_size

MAX_BYTES = 20 * 1024 * 1024


def exported_path(row: Any) -> str:
    """Where the file of a picture or document stands in an export; equal files stand there once."""
    folder = "images" if isinstance(row, Image) else "documents"
    if shared := shared_path(folder, row.file_hash):
        return shared
    suffix = PurePosixPath(row.file.name).suffix.lower()
    return f"{folder}/{slugify(row.title)[:60] or 'file'}-{row.file_hash[:12]}{suffix}"


def load_paths(
    images: Collection[int] | None = None, documents: Collection[int] | None = None
) -> dict[tuple[str, str], str]:
    """Where each file stands in an export, by folder and hash: under the title of its oldest row.

    images, documents: primary keys of the rows whose files are wanted, instead of all.
    """
    paths: dict[tuple[str, str], str] = {}
    for folder, model, keys in (("images", Image, images), ("documents", Document, documents)):
        rows = model.objects.exclude(file_hash="")
        if keys is not None:
            rows = rows.filter(file_hash__in=model.objects.filter(pk__in=keys).values("file_hash"))
        for row in rows.order_by("pk"):
            paths.setdefault((folder, row.file_hash), exported_path(row))
    return paths


_stored: ContextVar[list[Any]] = ContextVar("stored")


@contextmanager
def files_removed_on_failure() -> Iterator[None]:
    """Delete the files that were stored inside when it fails, because a rollback leaves them."""
    token = _stored.set([])
    try:
        yield
    except BaseException:
        for file in _stored.get():
            file.storage.delete(file.name)
        raise
    finally:
        _stored.reset(token)


class FileImporter(Importer):
    """A kind whose records are files. A record is the row with the same file content."""

    model: ClassVar[type[Any]]
    extra_keys = frozenset({"kind", "path", "fileName"})
    extensions: ClassVar[Sequence[str]] = ()

    def identity(self, record: dict[str, Any], options: Options) -> str:
        return str(record.get("path") or "")

    def resolve(self, keys: Sequence[Any], refs: References) -> None:
        """Rows by absolute path; a file that is not stored yet is, when a record that is written needs it."""
        contents: dict[str, bytes] = {}
        for path in keys:
            try:
                contents[path] = self.read(Path(path))
            except Refusal as refusal:
                refs.found[self.kind][path] = refusal
        hashes = {path: digest(data) for path, data in contents.items()}
        known = self._load_known(hashes.values())
        if hashes.values() - known.keys():
            advisory_lock(self.kind)
            known = self._load_known(hashes.values())
        self._propose({path: contents[path] for path, key in hashes.items() if key not in known}, refs)
        refs.found[self.kind] |= {path: known[key] for path, key in hashes.items() if key in known}

    def _propose(self, contents: dict[str, bytes], refs: References) -> None:
        """Make a row known for each file; equal files share one."""
        rows: dict[str, Row] = {}
        for (path, data), key in zip(contents.items(), reserve_keys(self.model, len(contents)), strict=True):
            row = rows.setdefault(digest(data), self._new_row(path, data, key, refs))
            refs.announce(self.kind, path, row)

    def _new_row(self, path: str, data: bytes, key: int, refs: References) -> Row:
        row = Row(Item(path, 0, self.kind, {"path": path}), refs, refs.options, key=path)
        row.values["data"] = data
        row.obj = self.model(
            pk=key,
            title=Path(path).stem.replace("-", " ").replace("_", " ").capitalize(),
            uploaded_by_user_id=refs.options.user_id,
            file_size=len(data),
            file_hash=digest(data),
            file=ContentFile(data, name=Path(path).name),
        )
        return row

    def _load_known(self, hashes: Any) -> dict[str, Any]:
        rows = self.model.objects.filter(file_hash__in=set(hashes)).order_by("-pk")
        return {row.file_hash: row for row in rows}

    def read(self, path: Path) -> bytes:
        name = path.name
        if not is_file(path):
            raise Refusal(
                _("there is no file “%(name)s” in the folder of the import"), name=shorten_text(name, 255)
            )
        if path.stat().st_size > MAX_BYTES:
            raise Refusal(
                _("“%(name)s” is larger than %(most)s MiB: make it smaller"),
                name=name,
                most=MAX_BYTES // 1024 // 1024,
            )
        if path.suffix.lower().lstrip(".") not in self.extensions:
            raise Refusal(
                _("“%(name)s” is not of a kind that is taken here: %(kinds)s"),
                name=name,
                kinds=", ".join(self.extensions),
            )
        try:
            return path.read_bytes()
        except OSError as error:
            raise Refusal(
                _("“%(name)s” cannot be read: %(error)s"), name=name, error=error.strerror
            ) from error

    def store(self, row: Row) -> None:
        """Save a new file and its row the ordinary way, so that renditions and search entries follow."""
        name, data = row.values.get("name") or Path(row.key).name, row.values["data"]
        if row.options.dry_run:
            row.obj.__dict__["file"] = name  # assigning it would open the file
            self.model.objects.bulk_create([row.obj])
        else:
            row.obj.file = ContentFile(data, name=name)
            row.obj.save(force_insert=True)
            _stored.get().append(row.obj.file)

    def prepare(self, row: Row) -> None:
        row.key = inner_path(row.record.get("path"), row.folder)
        name = parse_text(row.record.get("fileName"))
        if name and (PurePosixPath(name).name != name or get_suffix(name) != get_suffix(row.key)):
            raise Refusal(
                _("must be the name of the file without a folder, ending as the path does"), "fileName"
            )
        row.refs.add(self.kind, row.key)

    def identify(self, rows: list[Row]) -> None:
        for row in rows:
            with record_refusals(row):
                row.obj = row.find(self.kind, row.key)
                row.is_new = row.obj._state.adding
                if row.is_new and (name := parse_text(row.record.get("fileName"))):
                    row.refs.new[self.kind][row.key].values["name"] = name

    def write(self, rows: list[Row]) -> None:
        for row in rows:
            if row.obj._state.adding:
                self.store(row)
            elif not row.is_new and not row.options.dry_run:
                row.obj.save()

    def export(self) -> Iterator[dict[str, Any]]:
        for path, row in self.rows().items():
            record = {"kind": self.kind, "path": path, "fileName": PurePosixPath(row.file.name).name}
            yield record | {field.key: field.dump(row) for field in self.fields}

    def rows(self) -> dict[str, Any]:
        """Every stored file by its path in an export; of several rows with the same content, the oldest."""
        rows = {row.file_hash or row.pk: row for row in self.model.objects.order_by("-pk")}
        return dict(sorted((exported_path(row), row) for row in rows.values()))


class ImageImporter(FileImporter):
    kind = "image"
    model = Image
    extensions = getattr(settings, "WAGTAILIMAGES_EXTENSIONS", ["avif", "gif", "jpg", "jpeg", "png", "webp"])
    fields = (
        Name("title"),
        Text("description"),
        Text("credit"),
        WholeNumberField("focalPointX"),
        WholeNumberField("focalPointY"),
        WholeNumberField("focalPointWidth"),
        WholeNumberField("focalPointHeight"),
    )

    def read(self, path: Path) -> bytes:
        data = super().read(path)
        check_data(path, data, lambda: check_animation(data))
        width, height = read_size(data, path.name)
        if width * height > settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS:
            raise Refusal(
                _("“%(name)s” has %(number)s pixels: make it smaller"), name=path.name, number=width * height
            )
        return check_data(path, data, lambda: check_picture(data))


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
        return check_data(path, data, lambda: check_document(path.name, data))


def check_data(path: Path, data: bytes, check: Callable[[], None]) -> bytes:
    """The data, if the check finds nothing in it. Refusal otherwise."""
    try:
        check()
    except ValidationError as error:
        raise Refusal("“%(name)s”: %(reason)s", name=path.name, reason=read_messages(error)[0]) from error
    return data


def is_file(path: Path) -> bool:
    """Whether there is a file; there is none where the file system rejects the path, as one that is too long."""
    try:
        return path.is_file()
    except OSError:
        return False


def get_suffix(name: str) -> str:
    return PurePosixPath(name).suffix.lower()


def digest(data: bytes) -> str:
    """The hash that Wagtail keeps of a file; it tells files apart and protects nothing."""
    return hashlib.sha1(data, usedforsecurity=False).hexdigest()


def read_size(data: bytes, name: str) -> tuple[int, int]:
    """Width and height of a picture in pixels, as browsers show it. Refusal when it is none."""
    try:
        return oriented_size(BytesIO(data))
    except (OSError, ValueError, SyntaxError, DecompressionBombError) as error:
        raise Refusal(_("“%(name)s” is not an image that can be read"), name=name) from error
