"""Texts of a domain in DNS, asked of the resolvers of the machine or of DNS_SERVERS.

A question takes at most PATIENCE seconds with all retries; an answer is at most the 64 KiB of a message, of which a few
records are read. dnspython is imported by the first question: most processes ask none, and it is slow to import.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import structlog
from django.conf import settings

if TYPE_CHECKING:
    from dns.resolver import Resolver

__all__ = ["LookupFailed", "find_texts"]

PATIENCE = 3.0
MOST_RECORDS = 20
logger = structlog.get_logger(__name__)


class LookupFailed(Exception):
    """No resolver answered, or with an error."""


def find_texts(name: str) -> list[str]:
    """The TXT records of a name, each with its strings joined; empty where there are none. LookupFailed where that is
    not known."""
    from dns.exception import DNSException
    from dns.resolver import NXDOMAIN, NoAnswer

    try:
        answer = build_resolver().resolve(f"{name}.", "TXT", lifetime=PATIENCE, search=False)
    except (NXDOMAIN, NoAnswer):
        return []
    except (DNSException, OSError) as error:
        logger.warning("dns_lookup_failed", name=name, error=type(error).__name__)
        raise LookupFailed(name) from error
    return [b"".join(each.strings).decode("utf-8", "replace") for each in islice(answer, MOST_RECORDS)]


def build_resolver() -> Resolver:
    from dns.nameserver import Do53Nameserver
    from dns.resolver import Resolver

    if not settings.DNS_SERVERS:
        return Resolver()
    resolver = Resolver(configure=False)
    resolver.nameservers = [Do53Nameserver(host, port) for host, port in settings.DNS_SERVERS]
    return resolver
