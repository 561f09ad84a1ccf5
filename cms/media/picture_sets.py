"""Renditions in several widths and formats for `srcset`, and a tiny placeholder. A worker makes them."""

from __future__ import annotations

import base64
from io import BytesIO

import structlog
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.dispatch import Signal
from django_tasks import task
from PIL import Image as PillowImage, ImageOps
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.models import SourceImageIOError

from cms.media.models import Image

__all__ = [
    "build_placeholder",
    "list_specs",
    "list_widths",
    "make_picture_set",
    "picture_prepared",
    "prepare_image",
]

PLACEHOLDER_SIZE = 16
"""Pixels of the longer side: the browser stretches and so blurs it."""
UNREADABLE = (SourceImageIOError, InvalidFilterSpecError, SuspiciousOperation, OSError, ValueError)
picture_prepared = Signal()
"""Sent when a picture has its renditions and placeholder."""
logger = structlog.get_logger(__name__)


def list_widths(image: Image) -> list[int]:
    """The widths of IMAGE_WIDTHS that the picture fills; its own width where it is narrower than all."""
    return [width for width in settings.IMAGE_WIDTHS if width <= image.width] or [image.width]


def list_specs(image: Image) -> dict[str, list[tuple[int, str]]]:
    """For each format of IMAGE_FORMATS the widths and their filters; none for vector graphics, which fit any size."""
    if image.is_svg():
        return {}
    widths = list_widths(image)
    return {
        name: [(width, f"width-{width}|format-{name}") for width in widths] for name in settings.IMAGE_FORMATS
    }


def make_picture_set(image: Image) -> int:
    """Make the missing renditions and the placeholder; the number of renditions it then has. A file that cannot be
    read is logged with the picture's id."""
    specs = [spec for each in list_specs(image).values() for _, spec in each]
    try:
        made = len(image.get_renditions(*specs)) if specs else 0
        Image.objects.filter(pk=image.pk).update(placeholder=build_placeholder(image))
    except UNREADABLE:
        logger.exception("picture_set_failed", image=image.pk, file=image.file.name)
        return 0
    picture_prepared.send(sender=Image, instance=image)
    return made


def build_placeholder(image: Image) -> str:
    """The picture at its smallest as a `data:` address; empty for vector graphics."""
    if image.is_svg():
        return ""
    with image.open_file() as file, PillowImage.open(file) as opened:
        small = ImageOps.exif_transpose(opened)
        small.thumbnail((PLACEHOLDER_SIZE, PLACEHOLDER_SIZE))
        target = BytesIO()
        small.convert("RGBA").save(target, "WEBP", quality=30, method=6)
    return "data:image/webp;base64," + base64.b64encode(target.getvalue()).decode()


@task()
def prepare_image(key: int) -> int:
    """Make the picture set of a picture; 0 when it is gone by now."""
    image = Image.objects.filter(pk=key).first()
    return make_picture_set(image) if image else 0
