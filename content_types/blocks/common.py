"""What all blocks share: rich text features, safe addresses, and lists of structs in GraphQL."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import graphene
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from grapple.models import GraphQLField
from grapple.registry import registry
from wagtail import blocks

INLINE = ["bold", "italic", "link", "document-link"]
TEXT = [*INLINE, "ol", "ul", "code"]
SCHEMES = ("http", "https", "mailto")


def validate_address(value: str) -> None:
    """Refuse addresses that a browser would run or open locally, such as javascript: and data:."""
    if urlsplit(value).scheme.lower() not in SCHEMES:
        raise ValidationError(_("Use an address that begins with http://, https:// or mailto:."))


class LabelledBlock(blocks.StructBlock):
    """For structs with a child named `label`: Grapple looks the name up on the class, where Wagtail has none."""

    label = ""


class AddressBlock(blocks.CharBlock):
    """An address that is safe to link to; it is not searchable text."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=2000, validators=[validate_address], **kwargs)

    def get_searchable_content(self, value: str) -> list[str]:
        return []


class CodeTextBlock(blocks.TextBlock):
    """Program text; it is not searchable."""

    def get_searchable_content(self, value: str) -> list[str]:
        return []


def GraphQLItems(name: str, block: type[blocks.Block]) -> Callable[[], GraphQLField]:
    """A list of struct blocks, as a list of the block's own type."""

    def kind() -> Any:
        return graphene.NonNull(graphene.List(graphene.NonNull(lambda: registry.streamfield_blocks[block])))

    return lambda: GraphQLField(name, kind())


def GraphQLRows(name: str) -> Callable[[], GraphQLField]:
    """A list of lists of text."""
    texts = graphene.NonNull(graphene.List(graphene.NonNull(graphene.String)))
    return lambda: GraphQLField(name, graphene.NonNull(graphene.List(texts)))
