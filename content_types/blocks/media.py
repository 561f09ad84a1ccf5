"""Blocks of pictures, documents and embeds."""

from django.utils.translation import gettext_lazy as _
from grapple.helpers import register_streamfield_block
from grapple.models import GraphQLDocument, GraphQLImage, GraphQLString
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from content_types.blocks.common import LabelledBlock, WebAddressBlock
from content_types.blocks.declare import GraphQLItems
from content_types.blocks.samples import SampleLink, SamplePicture


@register_streamfield_block
class ImageBlock(blocks.StructBlock):
    """One picture."""

    image = ImageChooserBlock(label=_("Image"))
    alt_text = blocks.CharBlock(
        label=_("Alternative text"), required=False, max_length=255,
        help_text=_("What the image shows, for people who cannot see it. Empty: the image's own description."),
    )  # fmt: skip
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=255)

    graphql_fields = [
        GraphQLImage("image"),
        GraphQLString("alt_text", required=True),
        GraphQLString("caption", required=True),
    ]

    class Meta:
        icon = "image"
        label = _("Image")
        label_format = "{caption}"
        description = _("One image with a caption.")
        template = "blocks/image.html"
        preview_value = {
            "image": SamplePicture("A landscape"),
            "alt_text": "",
            "caption": "The caption is below the image.",
        }


@register_streamfield_block
class GalleryItem(blocks.StructBlock):
    """A picture of a gallery."""

    image = ImageChooserBlock(label=_("Image"))
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=255)

    graphql_fields = [GraphQLImage("image"), GraphQLString("caption", required=True)]

    class Meta:
        icon = "image"
        label = _("Image")
        label_format = "{caption}"


@register_streamfield_block
class GalleryBlock(blocks.StructBlock):
    """Several pictures."""

    images = blocks.ListBlock(GalleryItem(), label=_("Images"), min_num=1, max_num=24)

    graphql_fields = [GraphQLItems("images", GalleryItem)]

    class Meta:
        icon = "grip"
        label = _("Gallery")
        description = _("Several images side by side.")
        template = "blocks/gallery.html"
        preview_value = {
            "images": [
                {"image": SamplePicture("A landscape"), "caption": "Ask"},
                {"image": SamplePicture("A landscape"), "caption": "Compare"},
                {"image": SamplePicture("A landscape"), "caption": "Decide"},
            ]
        }


@register_streamfield_block
class EmbedBlock(blocks.StructBlock):
    """A video or post elsewhere, by its address: the frontend decides how to show it."""

    url = WebAddressBlock(label=_("Address"))
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=255)

    graphql_fields = [GraphQLString("url", required=True), GraphQLString("caption", required=True)]

    class Meta:
        icon = "media"
        label = _("Embed")
        label_format = "{caption}"
        description = _("A video or post from another site.")
        template = "blocks/embed.html"
        preview_value = {"url": "https://example.org/video", "caption": "A guided tour in three minutes"}


@register_streamfield_block
class DocumentBlock(LabelledBlock):
    """A file to download."""

    document = DocumentChooserBlock(label=_("Document"))
    label = blocks.CharBlock(label=_("Label"), required=False, max_length=160)

    graphql_fields = [GraphQLDocument("document"), GraphQLString("label", required=True)]

    class Meta:
        icon = "doc-full"
        label = _("Document")
        label_format = "{label}"
        description = _("A file to download.")
        template = "blocks/document.html"
        preview_value = {"document": SampleLink("data-sheet.pdf"), "label": "Data sheet (PDF)"}
