"""For templates: the other sites by which people may sign in."""

from __future__ import annotations

from django import template

from cms.people.social.providers import Provider, list_providers

register = template.Library()


@register.simple_tag
def social_providers() -> list[Provider]:
    """Those that are offered; an empty list for none."""
    return list_providers()
