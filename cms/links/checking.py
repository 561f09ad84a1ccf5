"""Requesting links, each with a limit on time, redirects and bytes, and one at a time from each host.

All requests leave through `cms.http.outgoing`, which connects to public addresses alone; each step of a redirect is
judged in the same way. Bodies are not read at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from time import monotonic
from urllib.parse import urljoin, urlsplit, urlunsplit

from django.utils.encoding import iri_to_uri

from cms.http.outgoing import AddressRefused, FetchRefused, Probed, probe
from cms.links.models import MAX_LENGTH, LinkResult

__all__ = ["Outcome", "check_host", "check_link", "encode_address"]

SECONDS = 20.0
"""For one link with all its redirects."""
STEP_SECONDS = 8.0
MAX_REDIRECTS = 5
CLOSED = frozenset({401, 402, 403, 405, 406, 407, 418, 429, 451, 999})
"""Statuses by which sites keep programs out whose readers get the page."""
PERMANENT = frozenset({301, 308})


@dataclass(frozen=True)
class Outcome:
    """What a request to a link came to."""

    result: LinkResult
    status: int | None = None
    reason: str = ""
    target: str = ""


def check_host(addresses: Sequence[str], until: float) -> list[tuple[str, Outcome]]:
    """The outcome for each address of one host, one after the other; those that `until` leaves no time for are left
    out. until: a moment of the monotonic clock."""
    return [(each, check_link(each)) for each in addresses if monotonic() < until]


def check_link(address: str) -> Outcome:
    """Follow a link as a browser would, as far as the limits allow."""
    until, moved = monotonic() + SECONDS, True
    try:
        place = encode_address(address)
        for _step in range(MAX_REDIRECTS + 1):
            answer = ask(place, until)
            if not answer.location:
                return judge(answer, place if place != encode_address(address) and moved else "")
            moved = moved and answer.status in PERMANENT
            place = encode_address(urljoin(place, answer.location))
    except AddressRefused as refused:
        return Outcome(LinkResult.REFUSED, reason=str(refused))
    except FetchRefused as refused:
        return Outcome(LinkResult.SILENT, reason=str(refused))
    return Outcome(LinkResult.BROKEN, answer.status, f"Redirects more than {MAX_REDIRECTS} times.")


def ask(place: str, until: float) -> Probed:
    """The head of an answer: to HEAD, and to GET when HEAD fails, which many servers do not know."""
    try:
        answer = probe(place, "HEAD", limit_seconds(until))
        if answer.status < 400:
            return answer
    except AddressRefused:
        raise
    except FetchRefused:
        if monotonic() > until - 1:
            raise
    return probe(place, "GET", limit_seconds(until))


def limit_seconds(until: float) -> float:
    return max(0.1, min(STEP_SECONDS, until - monotonic()))


def judge(answer: Probed, target: str) -> Outcome:
    status = answer.status
    if status in CLOSED:
        return Outcome(LinkResult.UNCLEAR, status, f"Answers {status} to programs: look at it in a browser.")
    if status >= 300:
        return Outcome(LinkResult.BROKEN, status, f"Answers {status}.")
    if target:
        return Outcome(LinkResult.MOVED, status, "Link to its new address.", target[:MAX_LENGTH])
    return Outcome(LinkResult.WORKS, status)


def encode_address(address: str) -> str:
    """An address in the letters that the network uses, without its fragment. AddressRefused for what is none."""
    try:
        parts = urlsplit(address.strip())
        host = (parts.hostname or "").encode("idna").decode()
        if not host.isascii() or "@" in parts.netloc:
            raise AddressRefused(host, "is not requested: the address contains a user name or a password")
        place = f"[{host}]" if ":" in host else host
        place += f":{parts.port}" if parts.port else ""
        return iri_to_uri(
            urlunsplit((parts.scheme, place, parts.path or "/", parts.query, "")).replace(" ", "%20")
        )
    except ValueError as error:
        raise AddressRefused("", "is not a web address") from error
