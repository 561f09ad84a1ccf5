"""Whole bodies as HTML and as JSON, from the same gated nodes as the typed blocks."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.db.models import Model
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from wagtail import blocks
from wagtail.models import Page

from cms.media.models import Document, Image
from content_api.access.sites import media_url
from content_api.model.ids import global_id
from content_api.schema.types.media import picture
from content_api.schema.types.streams import BlockNode

HTML_IMAGE = "large"


def body_html(nodes: list[BlockNode]) -> str:
    """The blocks through their own templates."""
    return "".join(render_block(node) for node in nodes)


def render_block(node: BlockNode) -> str:
    return render_to_string(node.block.meta.template, {"value": TemplateValue(node)})


class TemplateValue:
    """A node as templates see it: pictures are their large rendition, text is safe, pages have url and title."""

    def __init__(self, node: BlockNode) -> None:
        self.node = node

    def __getitem__(self, name: str) -> Any:
        child = self.node.block.child_blocks[name]
        return self.render_value(child, self.node[name])

    def render_value(self, block: Any, value: Any) -> Any:
        if isinstance(block, blocks.RichTextBlock):
            return mark_safe(value)  # noqa: S308  (rendered from stored, sanitised rich text)
        if isinstance(value, list):
            return [self.render_value(getattr(block, "child_block", block), item) for item in value]
        return self.render_row(value)

    def render_row(self, value: Any) -> Any:
        match value:
            case BlockNode():
                return TemplateValue(value)
            case Image():
                return picture(value, HTML_IMAGE)
            case Page():
                return Link(value.title, self.node.refs.gate.site.get_url(value))
            case Document():
                return Link(value.title, media_url(value.url))
        return value


class Link:
    """A page or document as a template needs it."""

    def __init__(self, title: str, url: str | None) -> None:
        self.title, self.url = title, url


def body_json(nodes: list[BlockNode]) -> list[dict[str, Any]]:
    """The blocks as plain data; what a chooser points to is its global id, or null when it is hidden."""
    return [{"id": node.id, "type": node.name, "value": to_plain_value(node)} for node in nodes]


def to_plain_value(value: Any) -> Any:
    match value:
        case BlockNode():
            return {name: to_plain_value(value[name]) for name in value.block.child_blocks}
        case list():
            return [to_plain_value(item) for item in value]
        case Model():
            return global_id(value)
        case datetime() | date() | time() | Decimal():
            return str(value)
        case dict() | int() | float() | bool() | None:
            return value
    return str(value)
