"""The names of time zones that everybody knows: those of IANA, without what a machine adds for itself."""

from __future__ import annotations

from functools import cache
from zoneinfo import available_timezones

__all__ = ["time_zones"]

OF_THIS_MACHINE = {"Factory", "localtime", "posixrules"}


@cache
def time_zones() -> frozenset[str]:
    """All names; browsers and calendars elsewhere know them as well."""
    return frozenset(available_timezones() - OF_THIS_MACHINE)
