"""Finding the links of published content, and storing where each is used."""

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
from cms.links.sources import Source, has_drafts, list_sources

__all__ = ["find_links", "store_links"]

IN_TEXT = re.compile(
    r"""href=\\?"(?P<text>https?://[^"\\<>\s]+)\\?"|": "(?P<block>https?://[^"\\<>\s]+)"|^(?P<column>https?://\S+)$""",
    re.IGNORECASE,
)
"""A link in rich text, a value of a block that is an address, and a column that is one."""
BATCH = 1000


def find_links(owner: type[Model]) -> Iterator[tuple[int, str]]:
    """(key, address) of each link of the published rows of a model and of their parts; one statement for each model."""
    for source in list_sources():
        if source.owner is owner:
            yield from read_source(source)


def read_source(source: Source) -> Iterator[tuple[int, str]]:
    """The same of one model: key is that of the row in whose form the link is changed."""
    columns = [Cast(name, TextField()) for name in source.columns]
    published = {source.name("live"): True} if has_drafts(source.owner) else {}
    rows = source.model._default_manager.filter(**published).order_by()
    for key, *texts in rows.values_list(source.name("pk"), *columns).iterator(BATCH):
        yield from ((key, address) for address in read_addresses(texts))


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
