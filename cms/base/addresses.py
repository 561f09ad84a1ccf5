"""Addresses that settings hold, each checked before anything uses it. What is said of one names the part that is wrong
and the remedy; it repeats nothing that was given, since any part may turn out to be a piece of a password."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv6Address
from urllib.parse import unquote_to_bytes

__all__ = ["HTTP", "Form", "Misread", "Parts", "check_host", "find_fault", "is_port"]

HTTP = ("http", "https")

PARTS = re.compile(r"(?P<authority>[^/?]*)(?P<path>[^?]*)(?:\?(?P<query>.*))?", re.DOTALL)
PLAIN = re.compile(r"[\x21-\x7e]*")
HALF_ENCODED = re.compile(r"%(?![0-9A-Fa-f]{2})")
HOST = re.compile(r"[A-Za-z0-9._-]+")
SOCKET = re.compile(r"%2[Ff][A-Za-z0-9._%-]+")
ESCAPES = "In a user or password write % as %25, @ as %40, / as %2F, ? as %3F, # as %23, [ as %5B and a space as %20"
"""What to write where a character of a password was taken for the end of a part."""


class Misread(ValueError):
    """A fault that a character of a password may have caused."""


@dataclass(frozen=True, slots=True)
class Parts:
    """An address in pieces, as they were given."""

    scheme: str
    user: str
    hosts: str
    path: str
    query: str


@dataclass(frozen=True, slots=True)
class Form:
    """What a setting takes besides host, port and path. check: looks at these, and at what is special to it."""

    schemes: tuple[str, ...]
    takes_user: bool = False
    takes_options: bool = False
    check: Callable[[Parts], None] = lambda parts: check_host(parts.hosts)


def find_fault(value: str, form: Form) -> str:
    """Why its reader would not understand an address, or otherwise than it was meant; empty when it would."""
    scheme, _, rest = value.partition("://")
    if scheme not in form.schemes or not value.startswith(f"{scheme}://"):
        return f"it must start with {'://… or '.join(form.schemes)}://…"
    try:
        check_characters(rest)
        parts = split_address(scheme, rest)
        check_extras(parts, form)
        form.check(parts)
    except Misread as error:
        return f"{error}. {ESCAPES}" if form.takes_user else str(error)
    except ValueError as error:
        return str(error)
    return ""


def check_characters(rest: str) -> None:
    """Refuse characters that have to be encoded, and encoded ones that mean none."""
    if not PLAIN.fullmatch(rest):
        raise ValueError(
            "it holds a space, a line break or a character that is not ASCII. Write each of its bytes in UTF-8 as % "
            "and two hexadecimal digits: a space as %20, ü as %C3%BC"
        )
    if HALF_ENCODED.search(rest):
        raise ValueError("a % is not followed by two hexadecimal digits. Write % itself as %25")
    decoded = unquote_to_bytes(rest)
    if b"\0" in decoded:
        raise ValueError("it holds %00, which nothing can contain. Remove it")
    try:
        decoded.decode("utf-8")
    except UnicodeDecodeError:
        raise ValueError("what % encodes in it is not UTF-8. Encode the bytes of the text in UTF-8") from None
    if "#" in rest:
        raise Misread("a # would end the address. Remove it with what follows, or encode it")


def split_address(scheme: str, rest: str) -> Parts:
    """The pieces of what follows `scheme://`."""
    found = PARTS.fullmatch(rest)
    assert found is not None, "the pattern takes every text"  # noqa: S101
    authority, path, query = found["authority"], found["path"], found["query"] or ""
    user, _, hosts = authority.rpartition("@")
    if "@" in user or "@" in path or "@" in query:
        raise Misread("an @ stands elsewhere than once before the host. Encode it there, as %40")
    if "[" in user or "]" in user:
        raise Misread("[ and ] stand elsewhere than around a number of IPv6. Encode them there")
    return Parts(scheme, user, hosts, path, query)


def check_extras(parts: Parts, form: Form) -> None:
    """Refuse a user or options where they would be shown, or passed over without a word."""
    if parts.user and not form.takes_user:
        raise ValueError("it takes no user and password. Remove what stands before the host, with its @")
    if parts.query and not form.takes_options:
        raise ValueError("it takes no options. Remove the ? and what follows")


def check_host(text: str, *, may_be_socket: bool = False) -> None:
    """A host has a name or number, and a port if a colon follows."""
    if text.startswith("["):
        host, bracket, port = text[1:].partition("]")
        is_good = bool(bracket) and is_number(host) and port[:1] in ("", ":")
    else:
        host, colon, port = text.partition(":")
        is_socket = may_be_socket and SOCKET.fullmatch(host)
        port, is_good = colon + port, bool(HOST.fullmatch(host) or is_socket)
    if not host:
        raise ValueError("the host is missing. Write its name behind :// or behind the @")
    if port and not is_port(port[1:]):
        raise Misread("the port is no number from 1 to 65535. Correct it, or remove it with its colon")
    if not is_good:
        raise Misread("the host is no name such as srv.example.org and no number (IPv6: in [ ]). Correct it")


def is_number(host: str) -> bool:
    """Whether this is an address of IPv6."""
    try:
        IPv6Address(host)
    except ValueError:
        return False
    return True


def is_port(text: str) -> bool:
    """Whether this is the number of a port."""
    return text.isascii() and text.isdecimal() and 0 < int(text[:6]) < 65_536 and len(text) < 6
