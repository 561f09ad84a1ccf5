"""Options behind the ? of addresses, judged by the library that reads them. What was given is never repeated: a close
name is, which is the library's."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from urllib.parse import unquote

__all__ = ["check_database_options", "check_redis_options", "split_options"]

Options = Iterable[tuple[str, str]]
CHOICES = {
    "sslmode": ("disable", "allow", "prefer", "require", "verify-ca", "verify-full"),
    "target_session_attrs": ("any", "read-write", "read-only", "primary", "standby", "prefer-standby"),
}
NUMBERS = {"port": (1, 65_535), "connect_timeout": (0, 3600)}


def split_options(query: str) -> list[tuple[str, str]]:
    """What stands behind the ?, as pairs."""
    pairs = [text.partition("=") for text in query.split("&") if text]
    if any(not name or not equals or "=" in value for name, equals, value in pairs):
        raise ValueError("the options behind ? must be of the form name=value, with & between them")
    return [(name, value) for name, _, value in pairs]


def check_database_options(options: Options) -> None:
    """Refuse an option that libpq does not know, and a value that it would refuse only once it connects."""
    from psycopg.pq import Conninfo  # here, so that commands without a database need not load libpq

    known = {each.keyword.decode() for each in Conninfo.get_defaults()}
    for place, (name, value) in enumerate(options, 1):
        name, value = unquote(name), unquote(value)
        if name not in known and (name, value) != ("ssl", "true"):
            raise ValueError(describe_unknown(place, name, known))
        if name in CHOICES and value not in CHOICES[name]:
            raise ValueError(f"the option {name} must be one of {', '.join(CHOICES[name])}")
        if name in NUMBERS and not is_within(value, *NUMBERS[name]):
            low, high = NUMBERS[name]
            raise ValueError(f"the option {name} must be a number from {low} to {high}")


def is_within(text: str, low: int, high: int) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 6 and low <= int(text) <= high


def check_redis_options(scheme: str, options: Options) -> None:
    """Refuse an option that the client does not know, and a value that it does not take."""
    for place, (name, value) in enumerate(options, 1):
        from redis import ConnectionPool  # here, since most addresses have no options

        address = "unix:///socket" if scheme == "unix" else f"{scheme}://host"
        try:
            ConnectionPool.from_url(f"{address}?{name}={value}").make_connection()  # it does not connect yet
        except TypeError:
            raise ValueError(describe_unknown(place, name, list_redis_options())) from None
        except Exception:
            raise ValueError(
                f"option {place} behind ? has a value that it does not take. Correct it"
            ) from None


def list_redis_options() -> set[str]:
    """Names of what a connection of the client takes."""
    from inspect import signature

    from redis.connection import AbstractConnection, Connection, SSLConnection

    kinds = (AbstractConnection, Connection, SSLConnection)
    return {name for kind in kinds for name in signature(kind.__init__).parameters} - {"self", "kwargs"}


def describe_unknown(place: int, name: str, known: Iterable[str]) -> str:
    """That an option does not exist, and which one was meant perhaps."""
    meant = get_close_matches(name, sorted(known), n=1)
    hint = f"Did you mean {meant[0]}?" if meant else "Correct it, or remove it"
    return f"option {place} behind ? does not exist. {hint}"
