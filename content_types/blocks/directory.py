"""Blocks that lead on: to a page, an address, or other solutions."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from grapple.helpers import register_streamfield_block
from grapple.models import GraphQLCollection, GraphQLForeignKey, GraphQLPage, GraphQLString
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from content_types.blocks.common import AddressBlock, LabelledBlock


@register_streamfield_block
class CallToActionBlock(LabelledBlock):
    """An invitation with one button, to a page of the site or to an address."""

    title = blocks.CharBlock(label=_("Title"), max_length=160)
    text = blocks.TextBlock(label=_("Text"), required=False, max_length=500)
    label = blocks.CharBlock(label=_("Button"), max_length=60)
    page = blocks.PageChooserBlock(label=_("Page"), required=False)
    url = AddressBlock(label=_("Address"), required=False)

    graphql_fields = [
        GraphQLString("title", required=True),
        GraphQLString("text", required=True),
        GraphQLString("label", required=True),
        GraphQLPage("page"),
        GraphQLString("url", required=True),
    ]

    class Meta:
        icon = "link"
        label = _("Call to action")
        description = _("An invitation with one button.")
        template = "blocks/call_to_action.html"
        preview_value = {
            "title": "Try it", "text": "No account is needed.", "label": "Open the demo", "page": None,
            "url": "https://example.org/",
        }  # fmt: skip

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if bool(cleaned.get("page")) == bool(cleaned.get("url")):
            message = ValidationError(_("Give a page or an address, and not both."))
            raise StructBlockValidationError(block_errors={"url": message})
        return cleaned


@register_streamfield_block
class SolutionListBlock(blocks.StructBlock):
    """A hand-picked list of solutions."""

    title = blocks.CharBlock(label=_("Title"), required=False, max_length=160)
    solutions = blocks.ListBlock(
        blocks.PageChooserBlock("solutions.Solution"), label=_("Solutions"), min_num=1, max_num=24
    )
    note = blocks.TextBlock(label=_("Note"), required=False, max_length=500)

    graphql_fields = [
        GraphQLString("title", required=True),
        GraphQLCollection(GraphQLForeignKey, "solutions", "solutions.Solution", required=True, item_required=True),
        GraphQLString("note", required=True),
    ]

    class Meta:
        icon = "pick"
        label = _("Solutions")
        description = _("A hand-picked list of solutions.")
        template = "blocks/solution_list.html"
        preview_value = {"title": "Compare with", "solutions": [], "note": "The solutions stand here as cards."}
