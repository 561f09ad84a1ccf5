"""Checks of settings that are one word or line, whose wrong values would show only when they are used. A ValueError
names the setting and its form."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from email.headerregistry import Address
from email.utils import parseaddr

from cms.base.time_zones import time_zones

__all__ = ["TEXTS"]

LOCATION = re.compile(r"(?:/[\w.-]+)+/?", re.ASCII)
BUCKET = re.compile(r"[a-z0-9][a-z0-9._-]{0,254}|arn:[a-z0-9:/_-]+", re.ASCII | re.I)
REGION = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?", re.ASCII | re.I)


def check_time_zone(value: str) -> None:
    """One that IANA names."""
    if value not in time_zones():
        raise ValueError("TIME_ZONE must be the name of a time zone such as UTC or Europe/Berlin")


def check_sender(value: str) -> None:
    """An address, with or without a name before it."""
    _name, address = parseaddr(value)
    try:
        has_both = bool(address) and value.isprintable() and all(split_mail_address(address))
    except ValueError:
        has_both = False
    if not has_both:
        raise ValueError(
            "DEFAULT_FROM_EMAIL must be an address such as news@example.org, or with a name: News <news@example.org>"
        )


def split_mail_address(address: str) -> tuple[str, str]:
    """What stands before the @ and behind it. ValueError when this is no address."""
    parsed = Address(addr_spec=address)
    return parsed.username, parsed.domain


def check_location(value: str) -> None:
    """A path that the web server knows, and not all of them."""
    if not LOCATION.fullmatch(value):
        raise ValueError("MEDIA_ACCEL must be a location of the web server such as /internal-media/")


def check_bucket(value: str) -> None:
    """The name alone, not its address."""
    if not BUCKET.fullmatch(value):
        raise ValueError(
            "MEDIA_BUCKET must be the name of a bucket alone, such as example-media, without s3:// and folders"
        )


def check_region(value: str) -> None:
    if not REGION.fullmatch(value):
        raise ValueError("MEDIA_REGION must be the name of a region such as eu-central-1")


TEXTS: Mapping[str, Callable[[str], None]] = {
    "time_zone": check_time_zone,
    "default_from_email": check_sender,
    "media_accel": check_location,
    "media_bucket": check_bucket,
    "media_region": check_region,
}
"""The check of each setting that is such a text."""
