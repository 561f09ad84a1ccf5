"""What `manage.py check` says of addresses, when it is asked to look at a deployment, and of translations."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import Tags, Warning, register

from cms.config.settings.catalogues import find_broken_catalogues

__all__ = ["catalogues_are_readable", "proxies_are_named"]


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


@register(Tags.translation)
def catalogues_are_readable(**options: Any) -> list[Warning]:
    """Warn of catalogues of plugins that cannot be read, and were left out for that reason."""
    return [
        Warning(
            f"{file} is no compiled catalogue, so the translations of this plugin are not used.",
            hint=f"Compile it again: `manage.py translations {file.parents[3]}`.",
            id="cms.W002",
        )
        for file in find_broken_catalogues(settings.CODE_DIR, settings.PLUGIN_FOLDERS)
    ]
