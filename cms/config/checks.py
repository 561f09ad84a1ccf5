"""What `manage.py check --deploy` says of addresses."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import Tags, Warning, register

__all__ = ["proxies_are_named"]


@register(Tags.security, deploy=True)
def proxies_are_named(**options: Any) -> list[Warning]:
    """Warn if the proxies are not configured: every anonymous client would appear to be one of them."""
    if settings.TRUSTED_PROXIES is not None:
        return []
    return [
        Warning(
            "TRUSTED_PROXIES is not set. Behind a proxy, all anonymous clients share one rate limit, so a single one "
            "can use it up, and password guessing can lock everybody out.",
            hint="Set it to the networks of your proxies, such as 10.0.0.0/8, or to none if there is no proxy.",
            id="cms.W001",
        )
    ]
