"""Blocks of structured lists."""

from django.utils.translation import gettext_lazy as _
from grapple.helpers import register_streamfield_block
from grapple.models import GraphQLBoolean, GraphQLRichText, GraphQLString
from wagtail import blocks

from content_types.blocks.common import INLINE, GraphQLItems, GraphQLRows, LabelledBlock


@register_streamfield_block
class FaqItem(blocks.StructBlock):
    question = blocks.CharBlock(label=_("Question"), max_length=255)
    answer = blocks.RichTextBlock(label=_("Answer"), features=INLINE)

    graphql_fields = [GraphQLString("question", required=True), GraphQLRichText("answer", required=True)]

    class Meta:
        icon = "help"


@register_streamfield_block
class FaqBlock(blocks.StructBlock):
    """Questions with their answers."""

    title = blocks.CharBlock(label=_("Title"), required=False, max_length=160)
    items = blocks.ListBlock(FaqItem(), label=_("Questions"), min_num=1)

    graphql_fields = [GraphQLString("title", required=True), GraphQLItems("items", FaqItem)]

    class Meta:
        icon = "help"
        label = _("Questions and answers")
        description = _("What people ask, with short answers.")
        template = "blocks/faq.html"
        preview_value = {"title": "Questions", "items": [{"question": "Is it free?", "answer": "<p>For one person.</p>"}]}


@register_streamfield_block
class FeatureItem(blocks.StructBlock):
    icon = blocks.CharBlock(label=_("Icon"), required=False, max_length=40)
    title = blocks.CharBlock(label=_("Title"), max_length=120)
    text = blocks.TextBlock(label=_("Text"), required=False, max_length=500)

    graphql_fields = [GraphQLString(name, required=True) for name in ("icon", "title", "text")]

    class Meta:
        icon = "list-ul"


@register_streamfield_block
class FeaturesBlock(blocks.StructBlock):
    """What a solution can do, point by point."""

    title = blocks.CharBlock(label=_("Title"), required=False, max_length=160)
    items = blocks.ListBlock(FeatureItem(), label=_("Features"), min_num=1, max_num=24)

    graphql_fields = [GraphQLString("title", required=True), GraphQLItems("items", FeatureItem)]

    class Meta:
        icon = "list-ul"
        label = _("Features")
        description = _("Short points, each with a title.")
        template = "blocks/features.html"
        preview_value = {
            "title": "What it does",
            "items": [
                {"icon": "search", "title": "Finds", "text": "Searches by meaning."},
                {"icon": "lock", "title": "Protects", "text": "Runs on your own machines."},
            ],
        }


@register_streamfield_block
class StatItem(LabelledBlock):
    value = blocks.CharBlock(label=_("Figure"), max_length=40)
    label = blocks.CharBlock(label=_("What it counts"), max_length=120)

    graphql_fields = [GraphQLString("value", required=True), GraphQLString("label", required=True)]

    class Meta:
        icon = "order"


@register_streamfield_block
class StatsBlock(blocks.StructBlock):
    """A few figures."""

    items = blocks.ListBlock(StatItem(), label=_("Figures"), min_num=1, max_num=8)

    graphql_fields = [GraphQLItems("items", StatItem)]

    class Meta:
        icon = "order"
        label = _("Figures")
        description = _("A few figures that say much.")
        template = "blocks/stats.html"
        preview_value = {"items": [{"value": "128k", "label": "tokens of context"}, {"value": "99", "label": "languages"}]}


@register_streamfield_block
class TableBlock(blocks.StructBlock):
    """Rows of plain text."""

    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=255)
    first_row_is_header = blocks.BooleanBlock(label=_("The first row is a heading"), required=False, default=True)
    rows = blocks.ListBlock(
        blocks.ListBlock(blocks.CharBlock(required=False, max_length=500), label=_("Row")),
        label=_("Rows"), min_num=1, max_num=100,
    )  # fmt: skip

    graphql_fields = [
        GraphQLString("caption", required=True),
        GraphQLBoolean("first_row_is_header", required=True),
        GraphQLRows("rows"),
    ]

    class Meta:
        icon = "table"
        label = _("Table")
        description = _("Rows and columns of text.")
        template = "blocks/table.html"
        preview_value = {
            "caption": "Plans", "first_row_is_header": True, "rows": [["Plan", "Price"], ["Free", "0"], ["Team", "20"]],
        }  # fmt: skip


@register_streamfield_block
class DividerBlock(blocks.StructBlock):
    """A break between two parts."""

    style = blocks.ChoiceBlock(label=_("Style"), choices=[("line", _("Line")), ("space", _("Space"))], default="line")

    graphql_fields = [GraphQLString("style", required=True)]

    class Meta:
        icon = "horizontalrule"
        label = _("Divider")
        description = _("A break between two parts.")
        template = "blocks/divider.html"
        preview_value = {"style": "line"}
