"""Merging as an editor does: by the pages of the admin."""

from __future__ import annotations

from typing import Any

from bs4 import BeautifulSoup
from bs4.filter import SoupStrainer
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from cms.merging.models import Merge

__all__ = ["merge", "merge_page", "messages_in", "read_lines", "undo", "undo_page"]


def merge_page(kept: Any, *merged: Any) -> str:
    """The address of the page that merges records into one."""
    options = kept._meta
    query = "&".join([f"keep={kept.pk}", *(f"merge={row.pk}" for row in merged)])
    return f"{reverse('merging:merge', args=[options.app_label, options.model_name])}?{query}"


def merge(client: Client, kept: Any, *merged: Any) -> HttpResponse:
    """Press the button on that page."""
    address = merge_page(kept, *merged)
    wanted = SoupStrainer("form", id="merge-form")
    form = BeautifulSoup(client.get(address).content, "html.parser", parse_only=wanted)
    sent: dict[str, list[str]] = {}
    for field in form.select("input"):
        sent.setdefault(str(field["name"]), []).append(str(field["value"]))
    return client.post(address, sent, follow=True)


def undo_page(number: int | None = None) -> str:
    return reverse("merging:undo", args=[number or Merge.objects.latest("pk").pk])


def undo(client: Client, number: int | None = None) -> HttpResponse:
    return client.post(undo_page(number), follow=True)


def read_lines(response: HttpResponse) -> dict[str, int]:
    """The numbers of a page by what they count."""
    page = BeautifulSoup(response.content, "html.parser")
    rows = [
        [cell.get_text(strip=True) for cell in row.select("td")] for row in page.select("table.listing tr")
    ]
    return {label: int(number) for label, number in rows}


def messages_in(response: HttpResponse) -> str:
    """All messages and notes of a page."""
    page = BeautifulSoup(response.content, "html.parser")
    return " | ".join(found.get_text(" ", strip=True) for found in page.select(".messages li, .help-block"))
