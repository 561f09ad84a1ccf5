"""Which network a request came from, and what stands for the credential that it carries."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any

from django.conf import settings

__all__ = ["get_client_address", "get_credentials", "get_network"]

V6_PREFIX = 64
"""Bits of an IPv6 address that belong to one subscriber; an IPv4 address counts as a whole."""

KEPT = 4096
"""Addresses whose meaning is remembered: each request asks several times."""

Address = IPv4Address | IPv6Address


def get_credentials(request: Any) -> int | None:
    """A hash of the session or key in a request; None if it has none and is anonymous."""
    given = (request.COOKIES.get(settings.SESSION_COOKIE_NAME), request.META.get("HTTP_AUTHORIZATION"))
    return hash(given) if any(given) else None


def get_client_address(request: Any) -> str:
    """The address of the caller: that of the connection, or what a trusted proxy says it was.

    X-Forwarded-For is read from its end, for only the last entries were written by proxies of ours; the first one that
    is not a trusted proxy is the caller.
    """
    current = str(request.META.get("REMOTE_ADDR", ""))
    for hop in reversed(request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")):
        if parse_address(hop) is None or not is_trusted(current):
            return current
        current = hop.strip()
    return current


@lru_cache(maxsize=KEPT)
def get_network(address: str) -> str:
    """The address, or of IPv6 the network of one subscriber; "unknown" for what is no address."""
    found = parse_address(address)
    if found is None:
        return "unknown"
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(ip_network((found, V6_PREFIX), strict=False).network_address)
    return str(found)


@lru_cache(maxsize=KEPT)
def parse_address(address: str) -> Address | None:
    try:
        return ip_address(address.strip())
    except ValueError:
        return None


def is_trusted(address: str) -> bool:
    found = parse_address(address)
    return found is not None and any(
        found in network for network in parse_networks(tuple(settings.TRUSTED_PROXIES or ()))
    )


@lru_cache(maxsize=4)
def parse_networks(networks: Iterable[str]) -> list[Any]:
    return [ip_network(each, strict=False) for each in networks]
