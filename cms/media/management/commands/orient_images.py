"""Correct the size of pictures that were stored before their EXIF orientation was read."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from cms.media.models import Image
from cms.media.orientation import oriented_size

ERRORS = (OSError, ValueError, SyntaxError)


class Command(BaseCommand):
    help = "Correct width, height and focal point of images that a camera turned. It can be run again at any time."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Only count them.")

    def handle(self, *args: Any, dry_run: bool = False, **options: Any) -> None:
        turned = unreadable = 0
        for image in Image.objects.order_by("pk").iterator(chunk_size=200):
            try:
                with image.open_file() as file:
                    size = oriented_size(file)
            except ERRORS:
                unreadable += 1
                continue
            if size == (image.height, image.width) and size[0] != size[1]:
                turned += 1
                if not dry_run:
                    orient_image(image)
        verb = "would be corrected" if dry_run else "corrected"
        self.stdout.write(f"{turned} images {verb}, {unreadable} could not be read.")


@transaction.atomic
def orient_image(image: Image) -> None:
    """Let width and height change places; a focal point stays where it was seen, and its renditions are made again."""
    width, height = image.height, image.width
    across, down = width / image.width, height / image.height
    for name, scale in (("x", across), ("y", down), ("width", across), ("height", down)):
        value = getattr(image, f"focal_point_{name}")
        setattr(image, f"focal_point_{name}", value if value is None else round(value * scale))
    image.width, image.height = width, height
    image.save(
        update_fields=["width", "height", *(f"focal_point_{each}" for each in ("x", "y", "width", "height"))]
    )
