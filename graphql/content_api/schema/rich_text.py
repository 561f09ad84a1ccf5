"""Stored rich text as HTML: links and pictures are resolved from rows that passed the gate, and nothing else."""

from __future__ import annotations

from typing import Any, Protocol

from django.db.models import Model
from django.utils.html import escape, format_html
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail.rich_text.rewriters import EmbedRewriter, LinkRewriter

from content_api.access.sites import SiteMap, media_url

RICH_TEXT_IMAGE = "large"


class Lookup(Protocol):
    """Where the rows that a text points to are found; a hidden one is None."""

    gate: Any

    def get(self, model: type[Model], key: Any) -> Any: ...


def render_rich_text(source: str, rows: Lookup) -> str:
    """HTML for `source`. A link to what is hidden keeps its words and loses its target; a hidden picture is gone."""
    site: SiteMap = rows.gate.site

    def page_link(attrs: dict[str, str]) -> str:
        page = rows.get(Page, attrs.get("id"))
        return f'<a href="{escape(site.get_path(page) or "")}">' if page else "<a>"

    def document_link(attrs: dict[str, str]) -> str:
        document = rows.get(get_document_model(), attrs.get("id"))
        return f'<a href="{escape(media_url(document.url))}">' if document else "<a>"

    def image(attrs: dict[str, str]) -> str:
        from content_api.schema.types.media import picture

        found = rows.get(get_image_model(), attrs.get("id"))
        shown = picture(found, RICH_TEXT_IMAGE) if found else None
        if shown is None:
            return ""
        return format_html('<img src="{}" alt="{}" loading="lazy">', shown.url, attrs.get("alt", ""))

    links = LinkRewriter(rules={"page": page_link, "document": document_link})
    embeds = EmbedRewriter(rules={"image": image, "media": media_link})
    return embeds(links(source))


def media_link(attrs: dict[str, str]) -> str:
    """An embedded video as a link: reading never asks another server what to show."""
    url = attrs.get("url", "")
    return format_html('<a href="{}">{}</a>', url, url) if url.startswith(("http://", "https://")) else ""
