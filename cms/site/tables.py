"""Table columns that the listings of several kinds share."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.admin.ui.tables import Column
from wagtail.images.shortcuts import get_rendition_or_not_found

from cms.media.models import image_presets

__all__ = ["ThumbnailColumn"]


class ThumbnailColumn(Column):
    """A picture in the small preset that is made on upload; its renditions should be prefetched."""

    def get_value(self, instance: Any) -> SafeString:
        image = super().get_value(instance)
        if image is None:
            return format_html('<span class="cms-thumb {}"></span>', "cms-thumb--none")
        rendition = get_rendition_or_not_found(
            image, "original" if image.is_svg() else image_presets()["thumb"]
        )
        return format_html('<img class="cms-thumb" src="{}" alt="" width="40" height="40">', rendition.url)
