"""The body of every page: one stream of blocks, grouped as the editor offers them."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from content_types.blocks.directory import CallToActionBlock, SolutionListBlock
from content_types.blocks.lists import FaqBlock, FeaturesBlock, StatsBlock
from content_types.blocks.media import DocumentBlock, EmbedBlock, GalleryBlock, ImageBlock
from content_types.blocks.normalising import normalise_value
from content_types.blocks.tables import TableBlock
from content_types.blocks.text import CodeBlock, DividerBlock, HeadingBlock, ParagraphBlock, QuoteBlock

TEXT, MEDIA, LISTS, LINKS = _("Text"), _("Media"), _("Lists"), _("Links")


class BodyBlock(blocks.StreamBlock):
    """What a body is made of: at most 100 blocks."""

    heading = HeadingBlock(group=TEXT)
    paragraph = ParagraphBlock(group=TEXT)
    quote = QuoteBlock(group=TEXT)
    code = CodeBlock(group=TEXT)
    divider = DividerBlock(group=TEXT)
    image = ImageBlock(group=MEDIA)
    gallery = GalleryBlock(group=MEDIA)
    embed = EmbedBlock(group=MEDIA)
    document = DocumentBlock(group=MEDIA)
    features = FeaturesBlock(group=LISTS)
    faq = FaqBlock(group=LISTS)
    stats = StatsBlock(group=LISTS)
    table = TableBlock(group=LISTS)
    call_to_action = CallToActionBlock(group=LINKS)
    solution_list = SolutionListBlock(group=LINKS)

    class Meta:
        max_num = 100

    def clean(self, value: Any) -> Any:
        """What Wagtail checks, and no invisible characters in any text of any block."""
        return normalise_value(self, super().clean(value))
