"""Blocks of words."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy
from grapple.helpers import register_streamfield_block
from grapple.models import GraphQLRichText, GraphQLString
from wagtail import blocks

from content_types.blocks.common import TEXT, AddressBlock, CodeTextBlock, NameBlock

LEVELS = [("h2", _("Section")), ("h3", _("Sub-section")), ("h4", _("Detail"))]
LANGUAGES = [(name, name) for name in (
    "bash", "c", "cpp", "css", "go", "html", "java", "javascript", "json", "kotlin", "php", "python", "ruby", "rust",
    "sql", "swift", "text", "toml", "typescript", "xml", "yaml",
)]  # fmt: skip
STYLES = [("line", pgettext_lazy("divider", "Line")), ("space", _("Space"))]


@register_streamfield_block
class HeadingBlock(blocks.StructBlock):
    """A heading; the page's own title is the only first level."""

    text = blocks.CharBlock(label=_("Text"), max_length=160)
    level = blocks.ChoiceBlock(label=_("Level"), choices=LEVELS, default="h2", search_index=False)
    anchor = NameBlock(
        label=_("Anchor"), required=False, max_length=80,
        help_text=_("The part after # in a link to this heading, such as “prices”. Optional."),
    )  # fmt: skip

    graphql_fields = [
        GraphQLString("text", required=True),
        GraphQLString("level", required=True),
        GraphQLString("anchor", required=True),
    ]

    class Meta:
        icon = "title"
        label = _("Heading")
        label_format = "{text}"
        description = _("Starts a section.")
        template = "blocks/heading.html"
        preview_value = {"text": "What it is good at", "level": "h2", "anchor": ""}


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
        preview_value = {
            "text": "<p>It reads <b>long documents</b> and answers with <a href='#'>the place it found</a>:</p>"
            "<ul><li>contracts and standards,</li><li>papers with tables,</li><li>whole code bases.</li></ul>"
        }


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
        label_format = "{text}"
        description = _("A quotation and its source.")
        template = "blocks/quote.html"
        preview_value = {
            "text": "We set it up in an afternoon, and nobody asked for the old search again.",
            "attribution": "Librarian of a city archive",
            "source_url": "https://example.org/",
        }


@register_streamfield_block
class CodeBlock(blocks.StructBlock):
    """Program text."""

    language = blocks.ChoiceBlock(label=_("Language"), choices=LANGUAGES, default="text", search_index=False)
    code = CodeTextBlock(label=_("Code"), max_length=20_000)

    graphql_fields = [GraphQLString("language", required=True), GraphQLString("code", required=True)]

    class Meta:
        icon = "code"
        label = _("Code")
        label_format = "{language}"
        description = _("Program code in a fixed-width font.")
        template = "blocks/code.html"
        preview_value = {
            "language": "python",
            "code": 'answer = ask("How do I end the contract?")\nfor place in answer.places:\n'
            "    print(place.page, place.text)",
        }


@register_streamfield_block
class DividerBlock(blocks.StructBlock):
    """A line or space between two sections."""

    style = blocks.ChoiceBlock(label=_("Style"), choices=STYLES, default="line", search_index=False)

    graphql_fields = [GraphQLString("style", required=True)]

    class Meta:
        icon = "minus"
        label = _("Divider")
        description = _("A line or space between two sections.")
        template = "blocks/divider.html"
        preview_value = {"style": "line"}
