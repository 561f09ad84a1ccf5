"""The upload form of the admin."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any
from uuid import uuid4

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from cms.exchange.kinds.registry import find_creatable, find_created_unasked, importer_for
from cms.exchange.models import ImportRun

MAX_UPLOAD = 50 * 1024 * 1024
FORMATS = {".csv": "csv", ".tsv": "csv", ".ndjson": "ndjson", ".jsonl": "ndjson"}


def list_creatable() -> list[tuple[str, str]]:
    """The kinds of which a cell may create a row, with their names."""
    return [(kind, importer_for(kind).model._meta.verbose_name_plural) for kind in find_creatable()]


class UploadForm(forms.Form):
    """A file and what may be made of it. `start` stores both as a dry run."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "CSV with a header line, or NDJSON; UTF-8, at most 50 MB. Nothing is changed until you confirm."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(FORMATS)}),
    )
    locale = forms.ChoiceField(
        label=_("Language"),
        choices=settings.WAGTAIL_CONTENT_LANGUAGES,
        help_text=_("Used for rows without a language."),
    )
    source = forms.CharField(
        label=_("Source"),
        max_length=60,
        required=False,
        help_text=_(
            "The list that the rows of a CSV file come from; its file name when empty. Give the same name for a newer "
            "version of a list, so that its rows are recognised."
        ),
    )
    create_missing = forms.MultipleChoiceField(
        label=_("Create missing vendors and categories"),
        choices=list_creatable,
        initial=lambda: sorted(find_created_unasked()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    allow_duplicates = forms.BooleanField(
        label=_("Allow likely duplicates"),
        required=False,
        help_text=_("Also create solutions that match an existing one by name and by vendor or website."),
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if PurePath(file.name or "").suffix.lower() not in FORMATS:
            raise forms.ValidationError(_("Choose a file whose name ends in .csv, .tsv, .ndjson or .jsonl."))
        if (file.size or 0) > MAX_UPLOAD:
            raise forms.ValidationError(
                _("The file is larger than 50 MB: use manage.py import_catalogue for it.")
            )
        return file

    def start(self, user: Any) -> ImportRun:
        """Store the upload in a folder of its own, where no record can name the file of another upload."""
        file = self.cleaned_data["file"]
        name = PurePath(file.name).name
        run = ImportRun(file_name=name[:255], started_by=user, dry_run=True)
        run.options = {
            "format": FORMATS[PurePath(name).suffix.lower()],
            "locale": self.cleaned_data["locale"],
            "source": self.cleaned_data["source"] or PurePath(name).stem,
            "create_missing": self.cleaned_data["create_missing"],
            "allow_duplicates": self.cleaned_data["allow_duplicates"],
        }
        run.upload.save(f"{uuid4()}/{name}", file, save=False)
        run.save()
        return run
