"""For templates: the other sites by which people may sign in, and whether there is anything to agree to."""

from __future__ import annotations

from django import template

from cms.people.models import LegalText
from cms.people.social.providers import Provider, list_providers

register = template.Library()


@register.simple_tag
def social_providers() -> list[Provider]:
    """Those that are offered; an empty list for none."""
    return list_providers()


@register.simple_tag
def has_legal_texts() -> bool:
    """Whether the site has named a text, also one that is not asked for any more."""
    return LegalText.objects.exists()
