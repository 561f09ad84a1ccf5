"""What block templates need beyond Django's own tags."""

from typing import Any

from django import template
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def picture(image: Any, alt: str = "") -> SafeString | str:
    """`{% picture value.image %}`: an <img>, or nothing where there is no picture.

    image: a rendition or anything else with url, width, height and alt, of which all but url may be missing; or an
    image model, which is shown by its original file, so that rendering never makes a rendition.
    alt: wins over the picture's own alternative text.
    """
    if not image:
        return ""
    attributes = {
        "src": getattr(image, "url", None) or image.file.url,
        "width": getattr(image, "width", None),
        "height": getattr(image, "height", None),
        "alt": alt or getattr(image, "alt", "") or getattr(image, "default_alt_text", ""),
        "loading": "lazy",
    }
    return format_html("<img{}>", flatatt(attributes))


@register.filter
def heading_tag(level: str) -> str:
    """The element of a heading level; h2 for anything unknown, for the name of an element cannot be escaped."""
    return level if level in ("h2", "h3", "h4") else "h2"
