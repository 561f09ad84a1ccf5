"""manage.py limits: what the API allows each audience and client; with --write it makes docs/reference/limits.md."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Mapping
from dataclasses import asdict
from json import dumps
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.table import Table

from cms.ratelimit.limits import Limits
from content_api.limits.charge import MINIMUM_COST

TARGET = Path(settings.BASE_DIR) / "docs" / "reference" / "limits.md"
HEAD = """# Limits of the API

What one request may ask, and what a client may ask altogether. This page is generated from `cms/ratelimit/limits.py` by
`make docs`; `manage.py limits` prints what holds on a site, and `manage.py limits --json` the same for programs.

`anonymous` are strangers, counted by their network. `known` are people who signed in, counted by account.

| limit | anonymous | known | meaning |
| --- | --- | --- | --- |
"""
TAIL = """
## Points

An operation's cost is worked out before it runs. A field of a row is free; an object costs 1; every row of a
connection costs 1 and what is selected of it, times the page size; a list without a page size counts as five;
`totalCount` and facets cost 5; a search 20; a mutation 50. Plugins declare what their fields cost; an address of
theirs costs 5 unless they say otherwise. What an answer did not use is given back. `manage.py explain --cost` shows
the points of each field of a document.

Ask with `"extensions": {"cost": true}` to see `requested`, `actual`, `available` and `restoreRate` in the answer.
Answers that no shared cache keeps carry `RateLimit` and `RateLimit-Policy`. Every request costs {least} points or
more, refused ones too. Points come back evenly, `restore` of them each second, until the bucket is full. Whoever asks
for more than there are is refused (429, `RATE_LIMITED`); `Retry-After` says when the points for that request will be
there. Until then, but for a second at most, a stranger is turned away without a look at what is sent, which costs the
site a tenth of counting it. `aixplore_rate_limited_total` of `/metrics` has the number of refusals by bucket.

## Buckets of their own

Some things have a bucket of their own as well, counted by account, or by network for whoever is not signed in; what
was taken comes back evenly. One that is empty is answered 429 with `RATE_LIMITED` and `Retry-After`; who tries to sign
in too often is told so by the form, with the same status. While Valkey is away each process gives a quarter by itself.

| bucket | amount | seconds | what it counts |
| --- | --- | --- | --- |
{rates}
Mutations name their bucket where they are declared: `GraphQLMutation(…, bucket="reviews")`, plugins' too.

## Other limits

Give what is to be different, and nothing else, as variables of the [environment](settings.md). A name that does not
exist, what is no number above 0, and a bucket that is smaller than what one request may cost are refused at the start.

```sh
API_LIMITS='{"anonymous": {"bucket": 5000, "restore": 100}, "known": {"concurrent": 50}}'
RATE_BUCKETS='{"votes": {"amount": 50}, "search": {"amount": 600, "seconds": 60}}'
```

A settings module of your own may also set `API_LIMITS` and `RATE_BUCKETS` to whole `Limits` and `Rate` of
`cms.ratelimit.limits`, and add buckets for its plugins; `manage.py check` looks at those.

## Order of work

Size, JSON, parsing within the token limit, one pass over the document's shape, validation, cost, points, buckets,
execution within the deadline and the bounds on SQL. What fails early costs little.
"""


class Command(BaseCommand):
    help = "Shows the limits of the API for each audience, and the buckets of their own."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="for programs")
        parser.add_argument("--write", action="store_true", help="write docs/reference/limits.md")
        parser.add_argument("--check", action="store_true", help="fail when that page is out of date")

    def handle(self, *args: Any, write: bool, check: bool, json: bool, **options: Any) -> None:
        if write:
            TARGET.write_text(page(), encoding="utf-8")
            self.stdout.write(f"Wrote docs/reference/{TARGET.name}.")
        elif check:
            if not TARGET.exists() or TARGET.read_text(encoding="utf-8") != page():
                raise CommandError("docs/reference/limits.md is out of date. Run `make docs`.")
        elif json:
            self.stdout.write(
                dumps({"limits": plain(settings.API_LIMITS), "buckets": plain(settings.RATE_BUCKETS)})
            )
        else:
            self.show()

    def show(self) -> None:
        table = Table("limit", *settings.API_LIMITS, "meaning", box=None, pad_edge=False)
        for name, meaning in Limits.meanings().items():
            values = [written(getattr(limits, name)) for limits in settings.API_LIMITS.values()]
            table.add_row(name, *values, meaning)
        rates = Table("bucket", "amount", "seconds", "what it counts", box=None, pad_edge=False)
        for name, each in settings.RATE_BUCKETS.items():
            rates.add_row(name, written(each.amount), written(each.seconds), each.meaning)
        Console(file=self.stdout._out, width=120).print(table, "", rates)


def page() -> str:
    """The reference page: the defaults."""
    from cms.ratelimit.limits import ANONYMOUS, KNOWN, RATES

    known = asdict(KNOWN)
    rows = [
        f"| `{name}` | {written(value)} | {written(known[name])} | {Limits.meanings()[name]} |\n"
        for name, value in asdict(ANONYMOUS).items()
    ]
    rates = [
        f"| `{name}` | {each.amount} | {each.seconds} | {each.meaning} |\n" for name, each in RATES.items()
    ]
    tail = TAIL.replace("{least}", str(MINIMUM_COST)).replace("{rates}\n", "".join(rates) + "\n")
    return HEAD + "".join(rows) + tail


def plain(declared: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    return {name: asdict(each) for name, each in declared.items()}


def written(value: float) -> str:
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,}"
