"""Make the renditions and placeholders that pictures lack, such as after a change of IMAGE_PRESETS or IMAGE_WIDTHS."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from cms.media.models import Image
from cms.media.picture_sets import make_picture_set
from cms.media.renditions import make_presets

STEP = 100


class Command(BaseCommand):
    help = "Make the renditions and placeholders that images lack. It can be run again at any time."

    def handle(self, *args: Any, **options: Any) -> None:
        total, failed = Image.objects.count(), 0
        for number, image in enumerate(Image.objects.order_by("pk").iterator(chunk_size=STEP), start=1):
            made = make_presets(image) and (make_picture_set(image) or image.is_svg())
            failed += not made
            if number % STEP == 0:
                self.stdout.write(f"{number} of {total} images…")
        self.stdout.write(f"{total - failed} images have their renditions, {failed} could not be read.")
