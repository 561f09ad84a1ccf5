"""manage.py limits: what the API allows each audience; with --write it makes docs/reference/limits.md."""

from __future__ import annotations

from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.table import Table

from cms.settings.limits import Limits

TARGET = Path(settings.BASE_DIR) / "docs" / "reference" / "limits.md"
HEAD = """# Limits of the API

What one request may ask, and what a client may ask altogether. This page is generated from `cms/settings/limits.py` by
`make docs`; `manage.py limits` prints what holds on a site, where the setting `API_LIMITS` may say otherwise.

`anonymous` are strangers, counted by their network. `known` are people who signed in, counted by account.

| limit | anonymous | known | meaning |
| --- | --- | --- | --- |
"""
TAIL = """
## Points

An operation's cost is worked out before it runs. A field of a row is free; an object costs 1; every row of a connection
costs 1 and what is selected of it, times the page size; a list without a page size counts as five; `totalCount` and
facets cost 5; a search 20; a mutation 50. Plugins declare what their fields cost. What an answer did not use is given
back. `manage.py explain --cost` shows the points of each field of a document.

Ask with `"extensions": {"cost": true}` to see `requested`, `actual`, `available` and `restoreRate` in the answer.
Answers that no shared cache keeps carry `RateLimit` and `RateLimit-Policy`; a refusal (429, `RATE_LIMITED`) carries
`Retry-After`. A document that is refused costs 5 points, too. A stranger who has no points left is turned away for the
next second without a look at the request, which costs the site a tenth of counting it; `aixplore_rate_limited_total` of
`/metrics` has the number of refusals by bucket.

## Buckets of their own

Some things have a bucket of their own as well, counted by account, or by network for whoever is not signed in. The
setting `RATE_BUCKETS` may say otherwise. One that is empty is answered 429 with `RATE_LIMITED` and `Retry-After`; who
tries to sign in too often is told so by the form, with the same status. While Valkey is away each process gives a
quarter by itself.

| bucket | amount | seconds | what it counts |
| --- | --- | --- | --- |
{rates}
Mutations name their bucket where they are declared: `GraphQLMutation(…, bucket="reviews")`, plugins' too.

## Order of work

Size, JSON, parsing within the token limit, one pass over the document's shape, validation, cost, points, buckets,
execution within the deadline and the bounds on SQL. What fails early costs little.
"""


class Command(BaseCommand):
    help = "Shows the limits of the API for each audience."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--write", action="store_true", help="write docs/reference/limits.md")
        parser.add_argument("--check", action="store_true", help="fail when that page is out of date")

    def handle(self, *args: Any, write: bool, check: bool, **options: Any) -> None:
        if write:
            TARGET.write_text(page(), encoding="utf-8")
            self.stdout.write(f"Wrote docs/reference/{TARGET.name}.")
        elif check:
            if not TARGET.exists() or TARGET.read_text(encoding="utf-8") != page():
                raise CommandError("docs/reference/limits.md is out of date. Run `make docs`.")
        else:
            self.show()

    def show(self) -> None:
        table = Table("limit", *settings.API_LIMITS, "meaning", box=None, pad_edge=False)
        for name, meaning in Limits.meanings().items():
            values = [written(getattr(limits, name)) for limits in settings.API_LIMITS.values()]
            table.add_row(name, *values, meaning)
        Console(file=self.stdout._out, width=120).print(table)


def page() -> str:
    """The reference page: the defaults."""
    from cms.settings.limits import ANONYMOUS, KNOWN, RATES

    known = asdict(KNOWN)
    rows = [
        f"| `{name}` | {written(value)} | {written(known[name])} | {Limits.meanings()[name]} |\n"
        for name, value in asdict(ANONYMOUS).items()
    ]
    rates = [
        f"| `{name}` | {each.amount} | {each.seconds} | {each.meaning} |\n" for name, each in RATES.items()
    ]
    return HEAD + "".join(rows) + TAIL.replace("{rates}\n", "".join(rates) + "\n")


def written(value: float) -> str:
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,}"
