"""Width and height of pictures as browsers show them: cameras store how to turn a picture in its EXIF data."""

from __future__ import annotations

import struct
from typing import Any

from PIL import ExifTags, Image as PillowImage
from wagtail.images.models import WagtailImageField, WagtailImageFieldFile
from willow.image import Image as WillowImage

__all__ = ["OrientedImageField", "oriented_size"]

QUARTER_TURNS = (5, 6, 7, 8)
"""The values of EXIF's orientation by which width and height change places."""


class OrientedImageFieldFile(WagtailImageFieldFile):
    """Wagtail's, with the size that a picture has once it is turned, as its renditions are."""

    def get_image_dimensions(self) -> tuple[int, int]:
        close = self.closed
        try:
            self.open()
            return oriented_size(self)
        finally:
            if close:
                self.close()
            else:
                self.seek(0)


class OrientedImageField(WagtailImageField):
    attr_class = OrientedImageFieldFile


def oriented_size(file: Any) -> tuple[int, int]:
    """Width and height in pixels of the picture in an open file, as browsers show it."""
    width, height = WillowImage.open(file).get_size()
    return (height, width) if read_orientation(file) in QUARTER_TURNS else (width, height)


def read_orientation(file: Any) -> int:
    """EXIF's orientation; 1, upright, where there is none that can be read."""
    try:
        file.seek(0)
        return int(PillowImage.open(file).getexif().get(ExifTags.Base.Orientation, 1))
    except (OSError, ValueError, TypeError, SyntaxError, struct.error):
        return 1
