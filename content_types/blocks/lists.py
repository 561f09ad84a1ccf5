"""Blocks of items of one kind."""

from django.utils.translation import gettext_lazy as _
from grapple.helpers import register_streamfield_block
from grapple.models import GraphQLRichText, GraphQLString
from wagtail import blocks

from content_types.blocks.common import INLINE, LabelledBlock, NameBlock
from content_types.blocks.declare import GraphQLItems


@register_streamfield_block
class FaqItem(blocks.StructBlock):
    """A question with its answer."""

    question = blocks.CharBlock(label=_("Question"), max_length=255)
    answer = blocks.RichTextBlock(label=_("Answer"), features=INLINE)

    graphql_fields = [GraphQLString("question", required=True), GraphQLRichText("answer", required=True)]

    class Meta:
        icon = "help"
        label = _("Question")
        label_format = "{question}"


@register_streamfield_block
class FaqBlock(blocks.StructBlock):
    """Questions with their answers."""

    title = blocks.CharBlock(label=_("Title"), required=False, max_length=160)
    items = blocks.ListBlock(FaqItem(), label=_("Questions"), min_num=1, max_num=50)

    graphql_fields = [GraphQLString("title", required=True), GraphQLItems("items", FaqItem)]

    class Meta:
        icon = "help"
        label = _("Questions and answers")
        label_format = "{title}"
        description = _("What people ask, with short answers.")
        template = "blocks/faq.html"
        preview_value = {
            "title": "Questions",
            "items": [
                {"question": "Is it free?", "answer": "<p>For one person, with 50 documents.</p>"},
                {"question": "Where are the documents kept?", "answer": "<p>On your own machines.</p>"},
                {
                    "question": "Does it need a graphics card?",
                    "answer": "<p>No, but it is faster with one.</p>",
                },
            ],
        }


@register_streamfield_block
class FeatureItem(blocks.StructBlock):
    """One thing that a solution can do."""

    icon = NameBlock(
        label=_("Icon"),
        required=False,
        max_length=40,
        help_text=_("The frontend's name of an icon, such as “lock”."),
    )
    title = blocks.CharBlock(label=_("Title"), max_length=120)
    text = blocks.TextBlock(label=_("Text"), required=False, max_length=500)

    graphql_fields = [GraphQLString(name, required=True) for name in ("icon", "title", "text")]

    class Meta:
        icon = "list-ul"
        label = _("Feature")
        label_format = "{title}"


@register_streamfield_block
class FeaturesBlock(blocks.StructBlock):
    """What a solution can do, point by point."""

    title = blocks.CharBlock(label=_("Title"), required=False, max_length=160)
    items = blocks.ListBlock(FeatureItem(), label=_("Features"), min_num=1, max_num=24)

    graphql_fields = [GraphQLString("title", required=True), GraphQLItems("items", FeatureItem)]

    class Meta:
        icon = "list-ul"
        label = _("Features")
        label_format = "{title}"
        description = _("Short points, each with a title.")
        template = "blocks/features.html"
        preview_value = {
            "title": "What it does",
            "items": [
                {"icon": "search", "title": "Finds", "text": "Searches by meaning, not by word."},
                {"icon": "lock", "title": "Protects", "text": "Runs on your own machines."},
                {"icon": "globe", "title": "Translates", "text": "Answers in the asker's language."},
                {"icon": "history", "title": "Remembers", "text": "Keeps every version."},
            ],
        }


@register_streamfield_block
class StatItem(LabelledBlock):
    """One figure."""

    value = blocks.CharBlock(label=_("Figure"), max_length=40)
    label = blocks.CharBlock(label=_("What it counts"), max_length=120)

    graphql_fields = [GraphQLString("value", required=True), GraphQLString("label", required=True)]

    class Meta:
        icon = "order"
        label = _("Figure")
        label_format = "{value} {label}"


@register_streamfield_block
class StatsBlock(blocks.StructBlock):
    """A few figures."""

    title = blocks.CharBlock(label=_("Title"), required=False, max_length=160)
    items = blocks.ListBlock(StatItem(), label=_("Figures"), min_num=1, max_num=8)

    graphql_fields = [GraphQLString("title", required=True), GraphQLItems("items", StatItem)]

    class Meta:
        icon = "order"
        label = _("Figures")
        label_format = "{title}"
        description = _("A few key figures.")
        template = "blocks/stats.html"
        preview_value = {
            "title": "In figures",
            "items": [
                {"value": "128k", "label": "tokens of context"},
                {"value": "99", "label": "languages"},
                {"value": "40 ms", "label": "to the first word"},
            ],
        }
