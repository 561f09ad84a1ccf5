"""What can be wrong with the server, in words that say what to do."""

from __future__ import annotations

from http.client import BadStatusLine, RemoteDisconnected

import urllib3

__all__ = ["UNKNOWN_TABLE", "ClickHouseFailed", "describe"]

UNKNOWN_TABLE = 60
REMEDIES = {
    81: "The database does not exist: create it, or change the plugin's setting `database`.",
    159: "ClickHouse took too long: see how busy it is, or raise the plugin's setting `write_timeout`.",
    241: "ClickHouse has too little memory for this: raise `max_memory_usage` of the user.",
    242: "The table is read-only: see ClickHouse's own log.",
    243: "ClickHouse's disk is full: make room.",
    252: "ClickHouse has too many parts to merge: it gets more small batches than it can merge.",
    497: "The user may not do this: grant it SELECT, INSERT, ALTER, CREATE and DROP on the database.",
    516: "ClickHouse rejected the user or the password: change the plugin's settings `username` and `password`.",
    UNKNOWN_TABLE: "A table is missing: run `manage.py clickhouse_tables`.",
}
STRANGE = (
    "What answers at {url} is no ClickHouse server, or one that this client does not understand: check the plugin's "
    "setting `url`."
)
AWAY = "ClickHouse does not answer at {url}: start it, or change the plugin's setting `url`."
LATE = "ClickHouse did not answer at {url} in time: see how busy it is."
OTHER = "ClickHouse rejected the query: see its own log."


class ClickHouseFailed(RuntimeError):
    """A query failed. code: ClickHouse's own number of the error; None when it gave none."""

    def __init__(self, message: str, code: int | None = None) -> None:
        super().__init__(message)
        self.code = code


def describe(error: Exception, url: str) -> ClickHouseFailed:
    """The failure without the server's own text, which may quote what visitors did."""
    code, name = getattr(error, "code", None), getattr(error, "name", None)
    if isinstance(code, int):
        named = f"code {code}, {name}" if name else f"code {code}"
        return ClickHouseFailed(f"{REMEDIES.get(code, OTHER)} ({named})", code)
    return ClickHouseFailed(choose_message(error.__cause__ or error).format(url=url))


def choose_message(cause: BaseException) -> str:
    """What kind of failure it is that comes with no number of ClickHouse."""
    cause = getattr(cause, "reason", None) or cause  # urllib3's MaxRetryError
    late = isinstance(cause, TimeoutError | urllib3.exceptions.TimeoutError)
    if late and not isinstance(cause, urllib3.exceptions.NewConnectionError):  # a kind of it
        return LATE
    inner = cause.args[-1] if cause.args else None
    strange = isinstance(inner, BadStatusLine) and not isinstance(inner, RemoteDisconnected)
    is_away = isinstance(cause, urllib3.exceptions.HTTPError | OSError) and not strange
    return AWAY if is_away else STRANGE
