"""What an uploaded file really holds, whatever its name says. A ValidationError says what is wrong with it."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import PurePosixPath

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import Image as PillowImage

__all__ = ["check_animation", "check_document", "check_picture"]

ACTIVE = re.compile(
    rb"<(?:script|iframe|!doctype|html[\s>]|body[\s>]|img\s|svg\b[^>]{0,200}\son\w+\s*=)", re.IGNORECASE
)
"""What a browser would run if it took a picture for a page. Pixels look like this once in a million pictures."""

MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!|\?|html|head|body|script|svg|iframe)", re.IGNORECASE)
ANIMATED_FORMATS = {"GIF", "WEBP", "PNG", "AVIF"}
ZIPPED = (b"PK\x03\x04", b"PK\x05\x06")
BEGINNINGS = {
    "pdf": (b"%PDF-",),
    "rtf": (b"{\\rtf",),
    **dict.fromkeys(("docx", "key", "odt", "pptx", "xlsx", "zip"), ZIPPED),
}
TEXTS = {"csv", "txt"}


def check_picture(data: bytes) -> None:
    """Refuse a picture that is a page or a script as well, and one whose animation would be lost."""
    if ACTIVE.search(data):
        raise ValidationError(
            _(
                "This image also contains HTML or a script. Save it again in an image editor and upload the result."
            ),
            code="active_content",
        )
    check_animation(data)


def check_animation(data: bytes) -> None:
    """Refuse a picture whose animation would be lost."""
    if is_animated(data):
        raise ValidationError(
            _(
                "This image is animated, but the site shows only the first frame. Upload a still image, or "
                "embed a video."
            ),
            code="animated",
        )


def is_animated(data: bytes) -> bool:
    """Whether a picture has several frames to play. Photographs with several views (MPO) have none."""
    try:
        picture = PillowImage.open(BytesIO(data))
        return picture.format in ANIMATED_FORMATS and bool(getattr(picture, "is_animated", False))
    except (OSError, ValueError, SyntaxError, EOFError, PillowImage.DecompressionBombError):
        return False  # whether it can be read is checked elsewhere


def check_document(name: str, data: bytes) -> None:
    """Refuse a document that does not begin as its extension says, and markup that is called a text."""
    extension = PurePosixPath(name).suffix.lower().removeprefix(".")
    beginnings = BEGINNINGS.get(extension)
    if beginnings and not data.startswith(beginnings):
        raise ValidationError(
            _("This is not a .%(extension)s file, although its name ends that way."),
            code="wrong_content", params={"extension": extension},
        )  # fmt: skip
    if extension in TEXTS and (MARKUP.match(data) or b"\0" in data):
        raise ValidationError(_("This file contains markup or binary data, not text."), code="wrong_content")
