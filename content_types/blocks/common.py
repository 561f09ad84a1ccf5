"""Child blocks that several blocks use, and the features of their rich text."""

from typing import Any

from django.forms import Field
from django.utils.functional import cached_property
from wagtail import blocks

from content_types.base.validators import http_url
from content_types.blocks.validators import validate_address, validate_name

INLINE = ["bold", "italic", "link", "document-link"]
TEXT = [*INLINE, "ol", "ul", "code"]


class LabelledBlock(blocks.StructBlock):
    """For structs with a child named `label`: Grapple looks the name up on the class, where Wagtail has none."""

    label = ""


class AddressBlock(blocks.CharBlock):
    """An http, https or mailto address of at most 2,000 characters; it is not searchable text."""

    validate = staticmethod(validate_address)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=2000, validators=[self.validate], search_index=False, **kwargs)


class WebAddressBlock(AddressBlock):
    """An http or https address."""

    validate = staticmethod(http_url)


class NameBlock(blocks.CharBlock):
    """A name that programs read, such as that of an icon; it is not searchable text."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(validators=[validate_name], search_index=False, **kwargs)


class CodeTextBlock(blocks.TextBlock):
    """Program text, whose first line keeps its indentation; it is not searchable."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(search_index=False, **kwargs)

    @cached_property
    def field(self) -> Field:
        field = super().field
        field.strip = False
        return field

    def clean(self, value: str) -> str:
        """Blank text is none at all, and refused where code is required."""
        return super().clean(value if value.strip() else "")
