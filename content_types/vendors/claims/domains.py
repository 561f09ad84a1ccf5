"""The domain of a vendor's website: the only one that a claim is proven by, and never one that a claimant names."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from django.db.models import Q

from content_types.vendors.models import Vendor

__all__ = ["find_domain"]

LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
DOMAIN = re.compile(rf"(?:{LABEL}\.)+(?=[a-z0-9-]*[a-z]){LABEL}")
LONGEST = 230
"""Characters, so that the name of the record below the domain is not too long for DNS."""


def find_domain(vendor: Vendor) -> str:
    """The host of the website without "www.", in ASCII; empty for addresses of numbers, for names without a dot, and
    where the website of another vendor is on the same host, which then belongs to neither."""
    host = read_host(vendor.website)
    return "" if not host or is_shared(vendor, host) else host


def read_host(website: str) -> str:
    try:
        host = (urlsplit(website).hostname or "").encode("idna").decode().lower()
    except ValueError:  # brackets of no address, or a label that IDNA has no form for
        return ""
    host = host.removesuffix(".").removeprefix("www.")
    return host if len(host) <= LONGEST and DOMAIN.fullmatch(host) else ""


def is_shared(vendor: Vendor, host: str) -> bool:
    """Whether another vendor, published or not, has its website there."""
    others = Vendor.objects.exclude(pk=vendor.pk).filter(Q(website__icontains=host))
    return any(read_host(website) == host for website in others.values_list("website", flat=True))
