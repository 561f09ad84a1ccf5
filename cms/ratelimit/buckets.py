"""The rate limit buckets of the site: what packages declare, and what RATE_BUCKETS changes about it.

A content type calls `declare_rates` in its `rates.py`, from `AppConfig.ready()`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.conf import settings
from django.core.checks import Error, register
from django.core.exceptions import ImproperlyConfigured

from cms.ratelimit.limits import RATES, Rate, find_faults, override_limits

__all__ = ["RateRegistry", "declare_rates", "registry", "reject_unusable_changes"]


class RateRegistry:
    """The buckets that packages declared. What is declared twice is rejected, naming both sides."""

    def __init__(self) -> None:
        self._rates: dict[str, tuple[Rate, str]] = {}

    def declare_rates(self, owner: str, rates: Mapping[str, Rate]) -> None:
        """Declare buckets by their names. owner: the module that declares, `__name__`."""
        for fault in find_faults(rates):
            raise ImproperlyConfigured(f"{owner} declares a rate limit bucket that cannot be used: {fault}.")
        for name, rate in rates.items():
            known = self._rates.setdefault(name, (rate, owner))
            if known != (rate, owner):
                raise ImproperlyConfigured(
                    f"The rate limit bucket {name!r} is declared twice: by {known[1]} and by {owner}. "
                    "Rename one of them."
                )

    def list_declared(self) -> dict[str, Rate]:
        """The declared buckets, without the changes of the site."""
        return {name: rate for name, (rate, _owner) in self._rates.items()}

    def list_rates(self) -> dict[str, Rate]:
        """All buckets as they are in force, those included that the settings add."""
        return {name: self.find_rate(name) for name in {**self._rates, **settings.RATE_BUCKETS}}

    def find_rate(self, name: str) -> Rate:
        """The rate in force; KeyError for a bucket that no package declared."""
        change = settings.RATE_BUCKETS.get(name)
        if isinstance(change, Rate):
            return change
        declared = self._rates[name][0]
        return override_limits(name, declared, change) if change else declared

    def find_faults(self) -> Iterator[str]:
        """What is wrong with the changes of the site: each thing, and where."""
        for name, change in settings.RATE_BUCKETS.items():
            if isinstance(change, Rate):
                yield from find_faults({name: change})
            elif name not in self._rates:
                yield f"{name!r} is none of {', '.join(self._rates)}"
            elif not isinstance(change, Mapping):
                yield f"{name} is not a Rate of cms.ratelimit.limits or a mapping, but a {type(change).__name__}"
            else:
                yield from self.find_change_faults(name, change)

    def find_change_faults(self, name: str, change: Mapping[str, Any]) -> Iterator[str]:
        try:
            changed = override_limits(name, self._rates[name][0], dict(change))
        except ValueError as error:
            yield str(error)
        else:
            yield from find_faults({name: changed})


registry = RateRegistry()
declare_rates = registry.declare_rates
declare_rates("cms.ratelimit.limits", RATES)


@register("cms")
def check_rate_buckets(**options: Any) -> list[Error]:
    """An error for each thing in RATE_BUCKETS that would fail, or refuse everybody, when it is used."""
    hint = "docs/reference/limits.md lists the buckets and shows how they are changed."
    return [Error(f"RATE_BUCKETS: {each}.", hint=hint, id="cms.E011") for each in registry.find_faults()]


def reject_unusable_changes() -> None:
    """ImproperlyConfigured for what is wrong with RATE_BUCKETS, once all packages have declared their buckets."""
    if faults := list(registry.find_faults()):
        raise ImproperlyConfigured("\n".join(f"RATE_BUCKETS: {each}." for each in faults))
