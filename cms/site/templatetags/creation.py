"""The key of a form that creates something."""

from __future__ import annotations

from typing import Any

from django import template

from cms.compat.wagtail_creation import creation_key as read_key, new_key

register = template.Library()


@register.simple_tag(takes_context=True)
def creation_key(context: dict[str, Any]) -> str:
    """The key that the form was sent with, or a new one for a new form."""
    return str(read_key(context["request"]) or new_key())
