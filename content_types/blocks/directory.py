"""Blocks that lead on: to a page, an address, or other solutions."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy as _
from grapple.helpers import register_streamfield_block
from grapple.models import GraphQLCollection, GraphQLForeignKey, GraphQLPage, GraphQLString
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from content_types.blocks.common import AddressBlock, LabelledBlock
from content_types.blocks.samples import SampleLink


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
        label_format = "{title}"
        description = _("An invitation with one button.")
        template = "blocks/call_to_action.html"
        preview_value = {
            "title": "Try it with your own documents",
            "text": "No account is needed, and nothing is kept.",
            "label": "Open the demo",
            "page": None,
            "url": "https://example.org/",
        }

    def clean(self, value: Any) -> Any:
        """Exactly one target, unless a draft is being saved."""
        cleaned = super().clean(value)
        if not self.is_deferred_validation and (
            message := find_target_problem(cleaned.get("page"), cleaned.get("url"))
        ):
            raise StructBlockValidationError(block_errors={"url": ValidationError(message)})
        return cleaned


def find_target_problem(page: Any, url: str | None) -> str | None:
    """What is wrong with the targets of a button; None for exactly one."""
    if page and url:
        return gettext("A button has one target: remove the page or this address.")
    return None if page or url else gettext("Choose a page above, or enter an address here.")


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
        GraphQLCollection(
            GraphQLForeignKey, "solutions", "solutions.Solution", required=True, item_required=True
        ),
        GraphQLString("note", required=True),
    ]

    class Meta:
        icon = "pick"
        label = _("Solutions")
        label_format = "{title}"
        description = _("A hand-picked list of solutions.")
        template = "blocks/solution_list.html"
        preview_value = {
            "title": "Compare with",
            "solutions": [SampleLink("Paper Lantern"), SampleLink("Quiet Index"), SampleLink("Field Notes")],
            "note": "All three run on your own machines.",
        }
