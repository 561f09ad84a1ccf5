"""`{% start "InlinePanel" options_json %}` starts a widget of Wagtail without an inline script."""

from __future__ import annotations

import json

from django import template
from django.utils.safestring import SafeString

from cms.site.widgets import element

register = template.Library()


@register.simple_tag
def start(name: str, options: str, field: str | None = None) -> SafeString:
    """The element that starts a widget with its options (JSON), which some want after the id of their field."""
    given = json.loads(options)
    return element(name, [given] if field is None else [field, given])
