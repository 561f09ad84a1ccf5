"""What one request may ask of the API, and a client of all its requests together. A wrong key is an error."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any

__all__ = ["ANONYMOUS", "KNOWN", "RATES", "Limits", "Rate"]


def limit(default: float, meaning: str) -> Any:
    return field(default=default, metadata={"meaning": meaning})


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The limits of one audience. docs/reference/limits.md is generated from the meanings."""

    body: int = limit(64 * 1024, "Bytes of a request's body.")
    url: int = limit(8 * 1024, "Bytes of an address with its query.")
    json_depth: int = limit(20, "Levels of nesting in the JSON of a request.")
    characters: int = limit(15_000, "Characters of a document.")
    tokens: int = limit(1_000, "Tokens of a document.")
    depth: int = limit(10, "Levels of fields, fragments followed.")
    aliases: int = limit(30, "Aliases, fragments followed.")
    same_name: int = limit(5, "Selections under one response name in one selection set.")
    root_fields: int = limit(15, "Fields of the root.")
    mutations: int = limit(1, "Mutations in one request.")
    directives: int = limit(30, "Directives, fragments followed.")
    fragments: int = limit(30, "Fragment definitions.")
    variables: int = limit(50, "Variables.")
    list_items: int = limit(100, "Items of a list in the arguments or variables.")
    cost: int = limit(1_000, "Points of one request.")
    bucket: int = limit(2_000, "Points that a client can save up.")
    restore: int = limit(50, "Points that a client gets back each second.")
    deadline: float = limit(5.0, "Seconds until a request is given up.")
    statement_timeout: float = limit(3.0, "Seconds that one SQL statement may take.")
    statements: int = limit(120, "SQL statements of one request.")
    rows: int = limit(20_000, "Rows that one request may read from the database.")
    concurrent: int = limit(10, "Requests of one client at the same time.")

    @property
    def window(self) -> int:
        """Seconds in which an empty bucket is full again, for the header RateLimit-Policy."""
        return max(1, round(self.bucket / self.restore))

    @classmethod
    def meanings(cls) -> dict[str, str]:
        return {each.name: each.metadata["meaning"] for each in fields(cls)}


ANONYMOUS = Limits()
KNOWN = Limits(
    body=256 * 1024, characters=30_000, tokens=2_000, depth=12, aliases=60, root_fields=30, mutations=4,
    directives=50, fragments=60, variables=100, cost=5_000, bucket=10_000, restore=200, deadline=10.0,
    statement_timeout=5.0, statements=200, rows=50_000, concurrent=30,
)  # fmt: skip
"""For people who signed in, and for keys."""


@dataclass(frozen=True, slots=True)
class Rate:
    """So many of one thing at once, for each client, and evenly so many again within so many seconds."""

    amount: int
    seconds: int
    meaning: str


RATES = {
    "sign_in_account": Rate(10, 900, "Attempts to sign in to one account, wherever they come from."),
    "sign_in_network": Rate(30, 900, "Attempts to sign in from one network, to whatever account."),
    "shared_password": Rate(
        10, 900, "Guesses from one network at the passwords of pages and collections of files."
    ),
    "reviews": Rate(20, 3600, "Reviews that are sent, changed, answered or reported."),
    "votes": Rate(100, 3600, "Votes on reviews."),
    "search": Rate(300, 60, "Searches and completions of what is typed."),
    "analytics": Rate(600, 60, "Events for statistics."),
}
"""Buckets of their own, beside the points that everything costs. What succeeds in signing in is not counted."""
