"""Blocks of words."""

from django.utils.translation import gettext_lazy as _
from grapple.helpers import register_streamfield_block
from grapple.models import GraphQLRichText, GraphQLString
from wagtail import blocks

from content_types.blocks.common import TEXT, AddressBlock, CodeTextBlock

LEVELS = [("h2", _("Section")), ("h3", _("Sub-section")), ("h4", _("Detail"))]
LANGUAGES = [(name, name) for name in (
    "bash", "c", "cpp", "css", "go", "html", "java", "javascript", "json", "kotlin", "php", "python", "ruby", "rust",
    "sql", "swift", "text", "toml", "typescript", "xml", "yaml",
)]  # fmt: skip


@register_streamfield_block
class HeadingBlock(blocks.StructBlock):
    """A heading; the page's own title is the only first level."""

    text = blocks.CharBlock(label=_("Text"), max_length=160)
    level = blocks.ChoiceBlock(label=_("Level"), choices=LEVELS, default="h2")

    graphql_fields = [GraphQLString("text", required=True), GraphQLString("level", required=True)]

    class Meta:
        icon = "title"
        label = _("Heading")
        description = _("Starts a section.")
        template = "blocks/heading.html"
        preview_value = {"text": "What it is good at", "level": "h2"}


@register_streamfield_block
class ParagraphBlock(blocks.StructBlock):
    """Running text with links and lists."""

    text = blocks.RichTextBlock(label=_("Text"), features=TEXT)

    graphql_fields = [GraphQLRichText("text", required=True)]

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        description = _("Paragraphs with links, lists and emphasis.")
        template = "blocks/paragraph.html"
        preview_value = {"text": "<p>It reads <b>long documents</b> and answers with the place it found.</p>"}


@register_streamfield_block
class QuoteBlock(blocks.StructBlock):
    """Somebody's words."""

    text = blocks.TextBlock(label=_("Quotation"), max_length=1000)
    attribution = blocks.CharBlock(label=_("Who said it"), required=False, max_length=160)
    source_url = AddressBlock(label=_("Source"), required=False)

    graphql_fields = [
        GraphQLString("text", required=True),
        GraphQLString("attribution", required=True),
        GraphQLString("source_url", required=True),
    ]

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        description = _("Somebody's words, with who said them.")
        template = "blocks/quote.html"
        preview_value = {"text": "We set it up in an afternoon.", "attribution": "An early reader", "source_url": ""}


@register_streamfield_block
class CodeBlock(blocks.StructBlock):
    """Program text."""

    language = blocks.ChoiceBlock(label=_("Language"), choices=LANGUAGES, default="text")
    code = CodeTextBlock(label=_("Code"), max_length=20_000)

    graphql_fields = [GraphQLString("language", required=True), GraphQLString("code", required=True)]

    class Meta:
        icon = "code"
        label = _("Code")
        description = _("Program text in a fixed-width font.")
        template = "blocks/code.html"
        preview_value = {"language": "python", "code": 'print("Hello")'}
