"""Disk and media: whether there is room, and whether files can be written, read and deleted."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from cms.operations.doctor.findings import Finding, fail, fine, warn

__all__ = ["check_disk", "check_media"]

LITTLE, NONE = 1024**3, 64 * 1024**2
"""Bytes that are free: below the first it is told, below the second the site does not start."""
TRIAL = os.urandom(4096)


def check_disk() -> Iterator[Finding]:
    """Each folder that a process writes to has room, and takes a file."""
    for setting, folder in list_folders():
        yield check_folder(setting, folder)


def list_folders() -> Iterator[tuple[str, Path]]:
    """The folders that the site writes to, and the setting that names each; those of one disk once."""
    seen: set[int] = set()
    named = (("VAR_DIR", Path(settings.MEDIA_ROOT).parent), ("TMPDIR", find_temporary_folder()),
             ("PROMETHEUS_MULTIPROC_DIR", Path(settings.METRICS_FOLDER)))  # fmt: skip
    for setting, folder in named:
        nearest = next(each for each in (folder, *folder.parents) if each.exists())
        device = nearest.stat().st_dev
        if device not in seen:
            seen.add(device)
            yield setting, nearest


def find_temporary_folder() -> Path:
    """Where temporary files go. Python asks for one that takes a file, which none does on a full disk."""
    try:
        return Path(tempfile.gettempdir())
    except FileNotFoundError:
        return Path(os.environ.get("TMPDIR") or "/tmp")  # noqa: S108


def check_folder(setting: str, folder: Path) -> Finding:
    """Whether a folder takes a file now, and has room for more."""
    free = shutil.disk_usage(folder).free
    room = f"{free // 1024**2:,} MiB are free in {folder} ({setting})."
    remedy = "Delete what is not needed there, enlarge the disk, or name another folder."
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(TRIAL)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        return fail("disk", f"Nothing can be written to {folder} ({setting}): {error.strerror}.", remedy)
    if free < NONE:
        return fail("disk", room, remedy)
    return warn("disk", room, remedy) if free < LITTLE else fine("disk", room)


def check_media() -> Iterator[Finding]:
    """The storage of media takes a file, gives it back and deletes it."""
    name = f"doctor-{uuid4()}.txt"
    try:
        stored = default_storage.save(name, ContentFile(TRIAL))
        try:
            with default_storage.open(stored) as file:
                same = file.read() == TRIAL
            public = is_public(stored)
        finally:
            default_storage.delete(stored)
    except Exception as error:
        yield fail(
            "media",
            f"Media cannot be stored: {type(error).__name__}: {error}",
            "Let this process write there, or correct the settings of the storage, such as MEDIA_BUCKET.",
        )
        return
    if public:
        yield fail(
            "media",
            "Anybody can read the bucket of media, private files too.",
            "Forbid public access in the bucket's policy and access list: the site alone needs to read it.",
        )
        return
    yield (
        fine("media", "A file was written, read and deleted.")
        if same
        else fail(
            "media",
            "A file that was written came back changed.",
            "Repair the storage of media before files are lost.",
        )
    )


def is_public(name: str) -> bool:
    """Whether the store of media shows a file to anybody; a disk does not."""
    look = getattr(default_storage, "is_public", None)
    return bool(look and look(name))
