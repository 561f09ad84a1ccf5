"""The other sites that are offered: those whose keys are in the settings."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.conf import settings

__all__ = ["Provider", "find_provider", "list_providers"]


@dataclass(frozen=True, slots=True)
class Provider:
    """A site and our keys there. name: in addresses and rows. issuer: whose word counts."""

    name: str
    title: str
    issuer: str
    client_id: str
    client_secret: str = field(repr=False)


def list_providers() -> list[Provider]:
    """Those that people may choose from."""
    return [Provider(name, **given) for name, given in settings.SIGN_IN_PROVIDERS.items()]


def find_provider(name: str) -> Provider | None:
    """The one of this name; None where its keys are not given."""
    return next((each for each in list_providers() if each.name == name), None)
