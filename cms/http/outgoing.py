"""The one way out: every HTTP request that AiXplore or a plugin makes to another server is made by `fetch`.

An address may have been written by anybody, so it must not lead into the network that the site stands in. The host is
resolved once, the address found is judged, and the connection is made to that very address. Redirects are not followed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any
from urllib.parse import SplitResult, urlsplit

import orjson
import requests
from django.conf import settings
from requests_hardened import Config, HTTPSession
from requests_hardened.ip_filter import InvalidIPAddress
from requests_hardened.ip_filter_adapter import IPFilterAdapter
from urllib3.exceptions import HTTPError
from urllib3.util import parse_url

from cms.http.deadlines import BoundedAdapter, Deadline

__all__ = ["AddressRefused", "FetchRefused", "Fetched", "Probed", "fetch", "fetch_for_library", "probe"]

CONNECT_SECONDS, READ_SECONDS, WHOLE_SECONDS = 3.0, 5.0, 15.0
MAX_BYTES = 1024 * 1024
CHUNK = 16 * 1024
AGENT = "AiXplore"
NOT_PUBLIC = [
    ip_network(each)
    for each in (
        "::/96",
        "64:ff9b::/96",
        "64:ff9b:1::/48",
        "2001::/23",
        "2002::/16",
        "fec0::/10",
        "100.64.0.0/10",
    )
]
"""What Python calls global and is none: IPv4 inside IPv6, tunnels, site-local and shared addresses."""


class FetchRefused(Exception):
    """A request that was not made, or whose answer cannot be used. The message names the host and why."""

    def __init__(self, host: str, reason: str) -> None:
        super().__init__(f"{host or 'The address'} {reason}.")
        self.host, self.reason = host, reason


class AddressRefused(FetchRefused):
    """A request that was not made, because of its address."""


@dataclass(frozen=True)
class Probed:
    """The head of an answer: its status, and where a redirect leads, as the server writes it."""

    status: int
    location: str


@dataclass(frozen=True)
class Fetched:
    """An answer: its status (200 to 599 but for redirects), its headers in lower case, its whole body."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)

    def json(self) -> Any:
        """The body as JSON; ValueError when it is none."""
        return orjson.loads(self.body)


class PublicAdapter(BoundedAdapter, IPFilterAdapter):
    """Connects to public addresses alone, judged once more by our own list."""

    def build_connection_pool_key_attributes(self, *args: Any, **kwargs: Any) -> Any:
        host, pool = super().build_connection_pool_key_attributes(*args, **kwargs)
        found = ip_address(host["host"].strip("[]"))
        if not is_public(found):
            raise InvalidIPAddress(found)
        return host, pool


def fetch(
    url: str,
    method: str = "GET",
    *,
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
    max_bytes: int = MAX_BYTES,
) -> Fetched:
    """Ask another server, and read at most `max_bytes` of what it answers.

    url: http or https, without a name and password in it. Private, loopback and link-local hosts are refused before a
    connection is made, unless OUTGOING_ALLOWED_HOSTS names them. FetchRefused also stands for a server that does not
    answer within seconds, answers too much, or sends elsewhere.
    """
    with open_answer(url, method, headers or {}, body, WHOLE_SECONDS) as (host, answer):
        if is_redirect(answer):
            raise FetchRefused(host, f"answers {answer.status_code}: redirects are not followed")
        content = read(answer, host, max_bytes)
    return Fetched(
        answer.status_code, {name.lower(): value for name, value in answer.headers.items()}, content
    )


def probe(url: str, method: str = "HEAD", seconds: float = WHOLE_SECONDS) -> Probed:
    """Ask another server for the head of its answer alone; nothing of the body is read. Refuses what `fetch` refuses,
    but tells where a redirect leads instead of following it."""
    with open_answer(url, method, {}, None, seconds) as (_host, answer):
        location = answer.headers.get("Location", "") if is_redirect(answer) else ""
    return Probed(answer.status_code, location)


def fetch_for_library(url: str, method: str = "GET", **given: Any) -> requests.Response:
    """What `fetch` answers, for libraries that speak `requests`. given: headers, params, data, json, auth."""
    made = requests.Request(method, url, **given).prepare()
    body: Any = made.body.encode() if isinstance(made.body, str) else made.body
    headers: dict[str, Any] = dict(made.headers)
    found = fetch(str(made.url), method, headers=headers, body=body)
    answer = requests.Response()
    answer.status_code, answer._content, answer.url = found.status, found.body, str(made.url)
    answer.headers.update(found.headers)
    return answer


def is_redirect(answer: requests.Response) -> bool:
    return answer.is_redirect or 300 <= answer.status_code < 400


@contextmanager
def open_answer(
    url: str, method: str, headers: Mapping[str, str], body: bytes | None, seconds: float
) -> Iterator[tuple[str, requests.Response]]:
    """Host and answer of a request, whose body can be read in this context; FetchRefused for all that goes wrong."""
    parts = check_url(url)
    host = parts.hostname or ""
    given = {"User-Agent": AGENT, "Accept-Encoding": "identity", **headers}
    deadline = Deadline(seconds)
    try:
        with deadline, session(parts, deadline) as sender:
            yield host, sender.request(method, url, headers=given, data=body, stream=True)
    except InvalidIPAddress as error:
        raise AddressRefused(
            host, "is not a public address, and OUTGOING_ALLOWED_HOSTS does not name it"
        ) from error
    except requests.Timeout as error:
        raise FetchRefused(host, "does not answer in time") from error
    except (requests.RequestException, HTTPError, OSError, ValueError) as error:
        reason = "does not answer in time" if deadline.over else f"cannot be reached ({type(error).__name__})"
        raise FetchRefused(host, reason) from error
    if deadline.over:
        raise FetchRefused(host, "does not answer in time")


def check_url(url: str) -> SplitResult:
    """The parts of an address that every program reads in the same way. FetchRefused otherwise."""
    try:
        parts, other = urlsplit(url), parse_url(url)
        host, _ = parts.hostname or "", parts.port
    except (ValueError, HTTPError) as error:
        raise AddressRefused("", "is not a web address") from error
    if parts.scheme not in ("http", "https") or not host:
        raise AddressRefused(
            host, "is not requested: only http:// and https:// addresses with a host are allowed"
        )
    if "@" in parts.netloc:
        raise AddressRefused(host, "is not requested: the address contains a user name or a password")
    if any(character <= " " or character in "\\\x7f" for character in url) or not url.isascii():
        raise AddressRefused(host, "is not requested: the address contains characters that must be escaped")
    if (other.host or "").strip("[]").lower() != host:
        raise AddressRefused(host, "is not requested: the address is ambiguous")
    return parts


def session(parts: SplitResult, deadline: Deadline) -> HTTPSession:
    """A session for one request; neither proxies nor passwords of the machine are used."""
    known = format_address(parts) in settings.OUTGOING_ALLOWED_HOSTS
    timeouts = (CONNECT_SECONDS, READ_SECONDS)
    made = HTTPSession(Config(not known, False, never_redirect=True, default_timeout=timeouts))
    made.trust_env = False
    for scheme in ("http", "https"):
        public = partial(PublicAdapter, is_https_proto=scheme == "https")
        made.mount(f"{scheme}://", (BoundedAdapter if known else public)(deadline))
    return made


def format_address(parts: SplitResult) -> str:
    """Host and port, as OUTGOING_ALLOWED_HOSTS has them."""
    return f"{parts.hostname}:{parts.port or {'http': 80, 'https': 443}[parts.scheme]}"


def is_public(address: IPv4Address | IPv6Address) -> bool:
    mapped = getattr(address, "ipv4_mapped", None)
    if mapped is not None:
        return is_public(mapped)
    hidden = any(address in each for each in NOT_PUBLIC if each.version == address.version)
    return address.is_global and not address.is_multicast and not hidden


def read(answer: requests.Response, host: str, max_bytes: int) -> bytes:
    """The body, as long as it is short enough."""
    content = bytearray()
    for chunk in answer.iter_content(CHUNK):
        content += chunk
        if len(content) > max_bytes:
            raise FetchRefused(host, f"answers more than {max_bytes} bytes")
    return bytes(content)
