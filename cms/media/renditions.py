"""Named renditions, made when a picture is saved so that reading never has to make one."""

import logging

from django.core.exceptions import SuspiciousOperation
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.models import SourceImageIOError

from cms.media.models import Image, image_presets

logger = logging.getLogger(__name__)


def make_presets(image: Image) -> int:
    """Make every missing named rendition of `image`; the number of renditions it then has.

    A file that cannot be read is logged with the picture's id and leaves the rest of the save alone: the API
    answers null for a rendition that does not exist.
    """
    specs = ["original"] if image.is_svg() else list(image_presets().values())
    try:
        return len(image.get_renditions(*specs))
    except (SourceImageIOError, InvalidFilterSpecError, SuspiciousOperation, OSError, ValueError):
        logger.exception("renditions_failed image=%s file=%s", image.pk, image.file.name)
        return 0
