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

from cms.ratelimit.buckets import registry as rates
from cms.ratelimit.limits import Limits
from content_api.limits.charge import KEPT_COST, MINIMUM_COST
from content_api.limits.field_costs import COUNT, SHARED_COUNT

TARGET = Path(settings.BASE_DIR) / "docs" / "reference" / "limits.md"
HEAD = """# Limits of the API

The limits of one request, and the rate limits of a client. `make docs` generates this page from
`cms/ratelimit/limits.py` and from the buckets that packages declare. `manage.py limits` prints the limits of your site;
`--json` prints them for programs.

`anonymous` clients are counted by network. `known` clients are signed in and counted by account.

| limit | anonymous | known | meaning |
| --- | --- | --- | --- |
"""
TAIL = """
## Points

The cost of an operation is calculated before it is executed. A field of a row is free. An object costs 1 point. Each
row of a connection costs 1 point plus the cost of its selected fields, times the page size; a list without a page size
counts as five rows. `totalCount` costs {count} points, and so does each facet, because they read the whole list; values
of facets are free. Under a parent (`categories { nodes { solutions { totalCount } } }`) each costs {shared},
because one statement counts for all parents. A search costs 20 points, with its facets {count} more, a mutation 50.
Plugins declare the cost of their fields; a plugin's address costs 5 points by default. Points that the response
does not use are refunded. `manage.py explain --cost` shows the points of each field of a document.

Send `"extensions": {"cost": true}` to get `requested`, `actual`, `available` and `restoreRate` in the response.
Responses that shared caches may not store have the headers `RateLimit` and `RateLimit-Policy`. Every request costs at
least {least} points, rejected requests too; an answer that is kept and given out again costs {kept}.

The points are kept in a token bucket, which is refilled continuously with `restore` points per second. A request that
costs more than the bucket contains is rejected (429, `RATE_LIMITED`); `Retry-After` gives the seconds until the bucket
contains the points for it. Until then, but for at most a second, further requests of the same anonymous client are
rejected before they are read, at a tenth of the usual work. `aixplore_rate_limited_total` of `/metrics` counts
rejected requests by bucket.

## Separate buckets

Some actions also have a token bucket of their own. It is counted by account, or by network for anonymous clients, and
is refilled continuously. If it is empty, the request is rejected with 429, `RATE_LIMITED` and `Retry-After`; the
sign-in form shows a message with the same status. While Valkey is unreachable, each process applies a local quota of a
quarter of the amount.

| bucket | amount | seconds | what it counts |
| --- | --- | --- | --- |
{rates}
A mutation names its bucket in its declaration, also in plugins: `GraphQLMutation(…, bucket="reviews")`.

## Change the limits

Set only the values to change, as variables of the [environment](settings.md). The site does not start if a name is
unknown, if a value is not a number above 0, or if a bucket is smaller than the cost limit of one request.

```sh
API_LIMITS='{"anonymous": {"bucket": 5000, "restore": 100}, "known": {"concurrent": 50}}'
RATE_BUCKETS='{"votes": {"amount": 50}, "search": {"amount": 600, "seconds": 60}}'
```

A settings module of your own may also set `API_LIMITS` to whole `Limits` of `cms.ratelimit.limits`, and add a whole
`Rate` to `RATE_BUCKETS` for a bucket of its plugins; `manage.py check` verifies them. A content type declares its
buckets in its `rates.py`, as `content_types/reviews/rates.py` does.

## Order of work

Size, JSON, parsing within the token limit, one pass over the document's shape, validation, cost, points, buckets,
execution within the deadline and the SQL limits. Early steps are the cheapest.
"""


class Command(BaseCommand):
    help = "Shows the limits of the API for each audience, and the separate buckets."
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
                dumps(
                    {
                        "limits": serialise_limits(settings.API_LIMITS),
                        "buckets": serialise_limits(rates.list_rates()),
                    }
                )
            )
        else:
            self.show()

    def show(self) -> None:
        table = Table("limit", *settings.API_LIMITS, "meaning", box=None, pad_edge=False)
        for name, meaning in Limits.describe_fields().items():
            values = [format_number(getattr(limits, name)) for limits in settings.API_LIMITS.values()]
            table.add_row(name, *values, meaning)
        buckets = Table("bucket", "amount", "seconds", "what it counts", box=None, pad_edge=False)
        for name, each in rates.list_rates().items():
            buckets.add_row(name, format_number(each.amount), format_number(each.seconds), each.meaning)
        Console(file=self.stdout._out, width=120).print(table, "", buckets)


def page() -> str:
    """The reference page: the defaults."""
    from cms.ratelimit.limits import ANONYMOUS, KNOWN

    known = asdict(KNOWN)
    rows = [
        f"| `{name}` | {format_number(value)} | {format_number(known[name])} | {Limits.describe_fields()[name]} |\n"
        for name, value in asdict(ANONYMOUS).items()
    ]
    buckets = [
        f"| `{name}` | {each.amount} | {each.seconds} | {each.meaning} |\n"
        for name, each in rates.list_declared().items()
    ]
    points = {"{least}": MINIMUM_COST, "{kept}": KEPT_COST, "{count}": COUNT, "{shared}": SHARED_COUNT}
    tail = TAIL.replace("{rates}\n", "".join(buckets) + "\n")
    for name, value in points.items():
        tail = tail.replace(name, str(value))
    return HEAD + "".join(rows) + tail


def serialise_limits(declared: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    return {name: asdict(each) for name, each in declared.items()}


def format_number(value: float) -> str:
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,}"
