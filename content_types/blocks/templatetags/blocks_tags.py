"""`{% picture image caption %}`: an image from a rendition of the API, or from the original in the editor's preview."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def picture(image: Any, alt: str = "") -> SafeString:
    """An <img> for anything with url (or file), width, height and alt; a neutral box where there is no picture."""
    if image is None:
        return format_html('<span class="block-picture-missing" role="img" aria-label="{}"></span>', alt)
    url = getattr(image, "url", None) or image.file.url
    text = alt or getattr(image, "alt", "") or getattr(image, "default_alt_text", "")
    return format_html(
        '<img src="{}" width="{}" height="{}" alt="{}" loading="lazy">', url, image.width, image.height, text
    )
