"""The forms by which pictures and documents are uploaded: Wagtail's own, which look into the files as well."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from cms.media.contents import check_animation, check_document, check_picture

__all__ = ["DocumentForm", "ImageForm"]

BEGINNING = 4096
"""Bytes of a document that are looked at."""


class PictureField(WagtailImageField):
    """Wagtail's field, which lets errors of the picture library through; here they are said at the field."""

    def to_python(self, data: Any) -> Any:
        try:
            return super().to_python(data)
        except ValidationError:
            check_upload(
                data, lambda file: check_animation(file.read())
            )  # animated PNG is none that Wagtail knows
            raise
        except (ValueError, OSError, SyntaxError) as error:
            raise ValidationError(self.error_messages["invalid_image"], code="invalid_image") from error


class ImageForm(BaseImageForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            self.fields["file"].__class__ = PictureField
        if "description" in self.fields:
            self.fields["description"].label = _("Alternative text")
            self.fields["description"].help_text = _(
                "What the image shows, for people who do not see it. Without it, they hear the title."
            )

    def clean_file(self) -> Any:
        return check_upload(self.cleaned_data["file"], lambda file: check_picture(file.read()))


class DocumentForm(BaseDocumentForm):
    def clean_file(self) -> Any:
        return check_upload(
            self.cleaned_data["file"], lambda file: check_document(file.name, file.read(BEGINNING))
        )


def check_upload(file: Any, check: Callable[[UploadedFile], None]) -> Any:
    """The file, checked from its beginning if it was just uploaded, and ready to be read again."""
    if isinstance(file, UploadedFile):
        file.seek(0)
        check(file)
        file.seek(0)
    return file
