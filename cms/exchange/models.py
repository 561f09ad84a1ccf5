"""What was imported, when, by whom, and which lines were rejected."""

from collections.abc import Iterable
from pathlib import Path
from typing import cast

from django.conf import settings
from django.core.files.storage import FileSystemStorage, Storage
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.module_loading import import_string
from django.utils.translation import gettext, gettext_lazy as _

from cms.base.choices import TextChoices
from cms.base.reasons import Reason, as_reason


class UploadStorage(FileSystemStorage):
    """Where uploaded files wait: beside the public media, never inside them, and without an address."""

    base_url = None

    @property
    def base_location(self) -> str:
        return str(Path(settings.MEDIA_ROOT).parent / "imports")

    @property
    def location(self) -> str:
        return self.base_location


def uploads() -> Storage:
    """Beside the media: on the same disk, or in the same bucket, which the worker reads that imports."""
    media = settings.STORAGES["default"]
    if media["BACKEND"] != "cms.media.object_store.ObjectStore":
        return UploadStorage()
    store = import_string("cms.media.object_store.PrivateObjectStore")
    return cast(Storage, store(**{**media["OPTIONS"], "location": settings.IMPORTS_PREFIX}))


class RunState(TextChoices):
    """How far an import has come."""

    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    FINISHED = "finished", _("Finished")
    FAILED = "failed", _("Failed")


class ImportRun(models.Model):
    """One import or dry run.

    file_hash: SHA-256 over all files, by which a run can be resumed. position: how many records are done, in the
    order in which kinds are imported; waiting: positions before it of records that wait for others of their kind.
    """

    created_at = models.DateTimeField(_("started"), default=timezone.now)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("started by"), null=True, blank=True, on_delete=models.SET_NULL,
        related_name="+",
    )  # fmt: skip
    file_name = models.CharField(_("file"), max_length=255)
    file_hash = models.CharField(max_length=64, blank=True, db_index=True)
    upload = models.FileField(_("file"), storage=uploads, blank=True)
    options = models.JSONField(default=dict, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=RunState, default=RunState.WAITING)
    dry_run = models.BooleanField(_("dry run"), default=False)
    total = models.PositiveIntegerField(_("lines"), default=0)
    position = models.PositiveIntegerField(default=0)
    waiting = models.JSONField(default=list, blank=True)
    created = models.PositiveIntegerField(_("created"), default=0)
    updated = models.PositiveIntegerField(_("updated"), default=0)
    unchanged = models.PositiveIntegerField(_("unchanged"), default=0)
    refused = models.PositiveIntegerField(_("refused"), default=0)
    message = models.TextField(_("message"), blank=True)
    message_parts = models.JSONField(default=list, blank=True, editable=False)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("import")
        verbose_name_plural = _("imports")

    def __str__(self) -> str:
        return f"{self.file_name}, {date_format(timezone.localtime(self.created_at), 'DATETIME_FORMAT')}"

    @property
    def shown_message(self) -> str:
        """The message; what is our own of it in the language of the reader."""
        if self.message_parts:
            return "\n".join(Reason.from_json(each).show() for each in self.message_parts)
        return gettext(self.message) if self.message else ""

    def write_message(self, lines: Iterable[str]) -> None:
        """Take over lines, those that are reasons so that they are translated where they are shown."""
        reasons = [as_reason(line) for line in lines]
        self.message, self.message_parts = "\n".join(reasons), [each.to_json() for each in reasons]

    @property
    def message_lines(self) -> list[Reason]:
        """The lines as they were written."""
        if self.message_parts:
            return [Reason.from_json(each) for each in self.message_parts]
        return [Reason(line) for line in self.message.split("\n") if line]

    @property
    def shown_form(self) -> str:
        """How the file was read, in the language of the reader."""
        stored = self.options.get("read_as", "")
        return Reason.from_json(stored).show() if isinstance(stored, dict) else stored

    @property
    def percent(self) -> int:
        """How much of the file is done, 0 to 100."""
        done = self.created + self.updated + self.unchanged + self.refused
        return min(100, done * 100 // self.total) if self.total else 0

    @property
    def is_over(self) -> bool:
        return self.state in (RunState.FINISHED, RunState.FAILED)


class ImportProblem(models.Model):
    """A line that was refused, and why: `reason` in English, and what it is translated from where it is shown."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="problems")
    file = models.CharField(_("file"), max_length=255)
    line = models.PositiveIntegerField(_("line"))
    kind = models.CharField(_("kind"), max_length=20, blank=True)
    key = models.CharField(_("key"), max_length=255, blank=True)
    reason = models.TextField(_("reason"))
    reason_parts = models.JSONField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["file", "line", "pk"]
        verbose_name = _("refused line")
        verbose_name_plural = _("refused lines")

    def __str__(self) -> str:
        return f"{self.line}: {self.shown_reason}"

    @property
    def shown_reason(self) -> str:
        """The reason in the language of the reader; in English where it was stored without its parts."""
        return Reason.from_json(self.reason_parts).show() if self.reason_parts else self.reason
