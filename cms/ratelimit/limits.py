"""The limits of one request and of one client. An unknown key is an error."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import Field, dataclass, field, fields, replace
from math import inf
from typing import Any, TypeVar

__all__ = [
    "ANONYMOUS",
    "AUDIENCES",
    "KNOWN",
    "RATES",
    "Limits",
    "Rate",
    "apply_changes",
    "check_rate_changes",
    "find_faults",
    "override_limits",
]


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

    @classmethod
    def describe_fields(cls) -> dict[str, str]:
        return {each.name: each.metadata["meaning"] for each in fields(cls)}


ANONYMOUS = Limits()
KNOWN = Limits(
    body=256 * 1024, characters=30_000, tokens=2_000, depth=12, aliases=60, root_fields=30, mutations=4,
    directives=50, fragments=60, variables=100, cost=5_000, bucket=10_000, restore=200, deadline=10.0,
    statement_timeout=5.0, statements=200, rows=50_000, concurrent=30,
)  # fmt: skip
"""For signed-in users and keys."""
SERVER = replace(KNOWN, bucket=100_000, restore=5_000, concurrent=200)
"""For servers with a key, which ask for all their visitors: a hundred times what one anonymous client has."""
AUDIENCES = {"anonymous": ANONYMOUS, "known": KNOWN, "server": SERVER}


@dataclass(frozen=True, slots=True)
class Rate:
    """So many of one thing at once, for each client, and evenly so many again within so many seconds."""

    amount: int
    seconds: int
    meaning: str


RATES = {
    "sign_in_pair": Rate(
        10, 900, "Sign-in attempts on one account from one network, or from a known device of the account."
    ),
    "sign_in_account": Rate(
        100,
        3600,
        "Sign-in attempts on one account from all networks; known devices are not counted.",
    ),
    "sign_in_network": Rate(30, 900, "Sign-in attempts from one network on any account."),
    "password_reset_pair": Rate(
        3, 3600, "Password reset e-mails to one address, requested from one network."
    ),
    "password_reset_address": Rate(20, 3600, "Password reset e-mails to one address, from all networks."),
    "password_reset_network": Rate(20, 3600, "Password reset e-mails requested from one network."),
    "sign_up_pair": Rate(3, 3600, "E-mails about one new account or address, requested from one network."),
    "sign_up_address": Rate(20, 3600, "E-mails about new accounts to one address, from all networks."),
    "sign_up_network": Rate(
        20, 3600, "E-mails about new accounts and addresses, requested from one network."
    ),
    "second_factor": Rate(
        5, 900, "Codes and passkeys tried as second factor of one account; known devices are counted apart."
    ),
    "social_sign_in": Rate(30, 900, "Ways from one network to another site to sign in with it, and back."),
    "oauth": Rate(60, 300, "Requests of clients of the identity provider from one network that are refused."),
    "oauth_device": Rate(30, 300, "Codes that devices in one network ask for, to be entered elsewhere."),
    "device_code": Rate(10, 900, "Wrong codes of devices that one person enters."),
    "shared_password": Rate(
        10, 900, "Guesses from one network at the passwords of pages and collections of files."
    ),
}
"""The site's own buckets; other packages declare theirs by `cms.ratelimit.buckets`. Successful sign-in attempts are not
counted."""

KINDS: dict[Any, str] = {"int": "whole number above 0", "float": "number above 0", "str": "text"}
Declared = TypeVar("Declared", Limits, Rate)


def apply_changes(defaults: Mapping[str, Declared], text: str) -> dict[str, Declared]:
    """The defaults with what a JSON object changes, such as {"anonymous": {"bucket": 5000}}.

    ValueError names what is not an audience or bucket, no limit of it, or no number that makes sense.
    """
    changes = parse_changes(text)
    if unknown := changes.keys() - defaults.keys():
        raise ValueError(f"{min(unknown)!r} is none of {', '.join(defaults)}")
    result = {name: override_limits(name, each, changes.get(name, {})) for name, each in defaults.items()}
    for fault in find_faults(result):
        raise ValueError(fault)
    return result


def check_rate_changes(text: str) -> dict[str, Any]:
    """The changes to rates in a JSON object; ValueError names what is no number that makes sense.

    Which buckets there are is only known when all packages have declared theirs: `cms.ratelimit.buckets` checks it.
    """
    changes = parse_changes(text)
    some = dict.fromkeys(changes, Rate(1, 1, ""))
    apply_changes(some, text)
    return changes


def parse_changes(text: str) -> dict[str, Any]:
    try:
        changes = json.loads(text or "{}")
    except ValueError as error:
        raise ValueError("it is not JSON; docs/reference/limits.md has an example") from error
    if not isinstance(changes, dict):
        raise ValueError("it must be an object; docs/reference/limits.md has an example")
    return changes


def override_limits(name: str, default: Declared, changes: Any) -> Declared:
    names = [each.name for each in fields(default)]
    if not isinstance(changes, dict):
        raise ValueError(f"{name} must be an object with some of {', '.join(names)}")
    if unknown := changes.keys() - set(names):
        raise ValueError(f"{name} has no {min(unknown)!r}, but {', '.join(names)}")
    return replace(default, **changes)


def find_faults(declared: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with limits of audiences, or with rates of buckets: each thing, and where."""
    for name, each in declared.items():
        if not isinstance(each, Limits | Rate):
            yield f"{name} is not a Limits or Rate of cms.ratelimit.limits, but a {type(each).__name__}"
            continue
        wrong = [
            f"{name}: {one.name} must be a {KINDS[one.type]}" for one in fields(each) if not fits(each, one)
        ]
        if not wrong and isinstance(each, Limits) and each.bucket < each.cost:
            wrong = [
                f"{name}: a bucket of {each.bucket} points never pays for the {each.cost} of one request"
            ]
        yield from wrong


def fits(each: Limits | Rate, one: Field[Any]) -> bool:
    value = getattr(each, one.name)
    if one.type == "str":
        return isinstance(value, str)
    numbers = int if one.type == "int" else int | float
    return isinstance(value, numbers) and not isinstance(value, bool) and 0 < value < inf
