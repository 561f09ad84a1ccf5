"""Finding the links of published content. A content type says in which columns it has any: `declare_links`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model, TextField
from django.db.models.functions import Cast

from cms.links.models import MAX_LENGTH, Link, LinkUse

__all__ = ["declare_links", "find_links", "list_declared", "store_links"]

IN_TEXT = re.compile(
    r"""href=\\?"(?P<text>https?://[^"\\<>\s]+)\\?"|": "(?P<block>https?://[^"\\<>\s]+)"|^(?P<column>https?://\S+)$""",
    re.IGNORECASE,
)
"""A link in rich text, a value of a block that is an address, and a column that is one."""
BATCH = 1000
_declared: dict[type[Model], tuple[str, ...]] = {}


def declare_links(model: type[Model], *columns: str) -> None:
    """Have the addresses in these columns of published rows checked: of web addresses, rich text or blocks. From
    `AppConfig.ready()`. Columns that visitors do not see are left out."""
    _declared[model] = columns


def list_declared() -> list[type[Model]]:
    return list(_declared)


def find_links(model: type[Model]) -> Iterator[tuple[int, str]]:
    """(key, address) of each link of the published rows of a model, once for each row; one statement."""
    columns = [Cast(name, TextField()) for name in _declared[model]]
    rows = model._default_manager.filter(live=True).order_by().values_list("pk", *columns)
    for key, *texts in rows.iterator(BATCH):
        yield from ((key, address) for address in dict.fromkeys(read_addresses(texts)))


def read_addresses(texts: Iterable[str | None]) -> Iterator[str]:
    """The addresses in the texts of columns that have a host and are short enough."""
    for text in filter(None, texts):
        for found in IN_TEXT.finditer(text):
            address = unescape(found[found.lastgroup or 0])
            if len(address) <= MAX_LENGTH and find_host(address):
                yield address


def find_host(address: str) -> str:
    """The host of an address in lower case; empty without one."""
    try:
        return (urlsplit(address).hostname or "")[:255]
    except ValueError:
        return ""


def split(items: Iterable[Any]) -> Iterator[list[Any]]:
    """The items in lists of BATCH."""
    rest = iter(items)
    while batch := list(islice(rest, BATCH)):
        yield batch


@transaction.atomic
def store_links(model: type[Model]) -> None:
    """Store the links of a model's published rows as they are now, and forget what is gone."""
    kind = ContentType.objects.get_for_model(model)
    uses = LinkUse.objects.filter(content_type=kind)
    stored = {(key, address): use for use, key, address in uses.values_list("pk", "object_id", "link__url")}
    found = set(find_links(model))
    for lost in split(stored[each] for each in stored.keys() - found):
        LinkUse.objects.filter(pk__in=lost).delete()
    for new in split(sorted(found - stored.keys())):
        addresses = {address for _key, address in new}
        Link.objects.bulk_create(
            [Link(url=each, host=find_host(each)) for each in sorted(addresses)], ignore_conflicts=True
        )
        links = dict(Link.objects.filter(url__in=addresses).values_list("url", "pk"))
        LinkUse.objects.bulk_create(
            [LinkUse(link_id=links[address], content_type=kind, object_id=key) for key, address in new],
            ignore_conflicts=True,
        )
