"""Images, renditions and documents: our own models from the first migration."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from grapple.models import GraphQLInt, GraphQLString
from taggit.managers import TaggableManager
from wagtail.documents.models import AbstractDocument, Document as WagtailDocument
from wagtail.images.models import AbstractImage, AbstractRendition, Image as WagtailImage, get_upload_to

from cms.base.public_text import CleanTextMixin
from cms.media.orientation import OrientedImageField


def uploader(name: str) -> models.ForeignKey:
    """Who uploaded a file. Renamed, because Wagtail's own models of the same name also exist."""
    key: models.ForeignKey = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("uploaded by user"), null=True, blank=True, editable=False,
        on_delete=models.SET_NULL, related_name=name,
    )  # fmt: skip
    key.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]
    return key


class Image(CleanTextMixin, AbstractImage):
    """A picture. `description` is its alternative text; renditions are made for the named presets only."""

    file = OrientedImageField(
        verbose_name=_("file"), upload_to=get_upload_to, width_field="width", height_field="height"
    )
    placeholder = models.CharField(max_length=1000, blank=True, editable=False)
    """A tiny version as a `data:` address, made by a worker; empty before that."""
    credit = models.CharField(
        _("credit"),
        max_length=255,
        blank=True,
        help_text=_("Whom to name next to the image, such as “Photo: Ada”."),
    )
    uploaded_by_user = uploader("uploaded_images")
    tags = TaggableManager(help_text=None, blank=True, verbose_name=_("tags"), related_name="tagged_images")

    admin_form_fields = ("title", "file", "description", "credit", *WagtailImage.admin_form_fields[3:])

    graphql_fields = [
        GraphQLString("title", required=True),
        GraphQLString("alt", required=True, source="default_alt_text"),
        GraphQLString("credit", required=True, description="Whom to name next to the image; may be empty."),
        GraphQLInt("width", required=True),
        GraphQLInt("height", required=True),
        GraphQLString(
            "placeholder",
            required=True,
            description="A tiny version as a `data:` address, to show blurred until the image loads; may be empty.",
        ),
    ]
    graphql_columns = {"default_alt_text": ("title", "description")}

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")
        indexes = [models.Index(fields=["file"], name="media_image_file")]


class Rendition(AbstractRendition):
    image = models.ForeignKey(Image, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        indexes = [models.Index(fields=["file"], name="media_rendition_file")]
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="media_rendition_unique"
            )
        ]


class Document(CleanTextMixin, AbstractDocument):
    uploaded_by_user = uploader("uploaded_documents")
    tags = TaggableManager(
        help_text=None, blank=True, verbose_name=_("tags"), related_name="tagged_documents"
    )

    admin_form_fields = WagtailDocument.admin_form_fields

    graphql_fields = [
        GraphQLString("title", required=True),
        GraphQLString("filename", required=True),
        GraphQLInt("file_size"),
    ]
    graphql_columns = {"filename": ("file",)}

    def clean(self) -> None:
        """Of a file that was refused already, Wagtail would say as well that it has no extension."""
        if self.file:
            super().clean()

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")


def image_presets() -> dict[str, str]:
    """Name of each allowed rendition and its Wagtail filter, from the setting IMAGE_PRESETS."""
    return dict(settings.IMAGE_PRESETS)
