"""Wagtail's finder of embeds by oEmbed, which asks the providers it knows through the guarded client."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.utils.html import format_html
from wagtail.embeds.exceptions import EmbedNotFoundException
from wagtail.embeds.finders.oembed import OEmbedFinder

from cms.http.outgoing import FetchRefused, fetch

__all__ = ["GuardedFinder", "embed_finder_class"]

TEXTS = ("title", "author_name", "provider_name")
OTHERS = ("thumbnail_url", "width", "height")


class GuardedFinder(OEmbedFinder):
    def find_embed(
        self, url: str, max_width: int | None = None, max_height: int | None = None
    ) -> dict[str, Any]:
        """What a known provider says about an address; EmbedNotFoundException when none does."""
        endpoint = self._get_endpoint(url)
        if endpoint is None:
            raise EmbedNotFoundException(f"No provider is known for {url}.")
        limits = {"maxwidth": max_width, "maxheight": max_height}
        asked = {**self.options, "url": url, "format": "json", **{k: v for k, v in limits.items() if v}}
        return convert_description(
            fetch_description(f"{endpoint.replace('http://', 'https://', 1)}?{urlencode(asked)}")
        )


def fetch_description(address: str) -> dict[str, Any]:
    try:
        answer = fetch(address)
        found = answer.json() if answer.status == 200 else None
    except (FetchRefused, ValueError) as error:
        raise EmbedNotFoundException(str(error)) from error
    if not isinstance(found, dict) or "type" not in found:
        raise EmbedNotFoundException("The provider does not describe this address.")
    return found


def convert_description(found: dict[str, Any]) -> dict[str, Any]:
    """The answer of a provider in Wagtail's form."""
    photo = found["type"] == "photo"
    html = format_html('<img src="{}" alt="">', found.get("url", "")) if photo else found.get("html")
    texts = {name: found.get(name) or "" for name in TEXTS}
    return {**texts, **{name: found.get(name) for name in OTHERS}, "type": found["type"], "html": html}


embed_finder_class = GuardedFinder
