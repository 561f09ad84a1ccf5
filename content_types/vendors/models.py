"""The makers of solutions."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from grapple.models import GraphQLImage, GraphQLInt, GraphQLString
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.models import DraftStateMixin, LockableMixin, Orderable, RevisionMixin
from wagtail.search import index

from cms.base.public_text import CleanTextMixin
from cms.base.translated_texts import TranslatedTexts, build_text_indexes
from content_types.base.declare import GraphQLDeprecatedString, GraphQLEnum
from content_types.base.indexes import index_descending
from content_types.base.slugs import fill_slug
from content_types.base.translated_texts import build_search_fields
from content_types.base.validators import http_url
from content_types.vendors.claims.models import VendorClaim
from content_types.vendors.countries import Country

__all__ = ["PinnedVendor", "Vendor", "VendorClaim"]


class Vendor(
    CleanTextMixin,
    TranslatedTexts,
    LockableMixin,
    DraftStateMixin,
    RevisionMixin,
    index.Indexed,
    ClusterableModel,
):
    """A company, foundation or community that makes solutions. Its members may edit them."""

    translated_fields = ("name", "description")

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(
        _("slug"), max_length=120, unique=True, blank=True, help_text=_("Made from the name when empty.")
    )
    website = models.URLField(_("website"), blank=True, validators=[http_url])
    logo = models.ForeignKey(
        "media.Image",
        verbose_name=_("logo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    description = models.TextField(_("description"), blank=True, max_length=2000)
    country = models.CharField(_("country"), max_length=2, blank=True, choices=Country)
    founded = models.PositiveSmallIntegerField(
        _("founded"), null=True, blank=True, validators=[MinValueValidator(1800), MaxValueValidator(2100)]
    )
    verified_domain = models.CharField(
        _("verified domain"), max_length=253, blank=True,
        help_text=_("A domain whose ownership was proven; replies from it carry a badge."),
    )  # fmt: skip
    members = ParentalManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name=_("members"), blank=True, related_name="vendors",
        help_text=_("People who may edit this vendor's solutions and answer reviews."),
    )  # fmt: skip
    external_id = models.CharField(_("external id"), max_length=120, null=True, blank=True, unique=True)

    search_fields = [
        index.SearchField("name", boost=5),
        index.AutocompleteField("name"),
        index.SearchField("description"),
        index.FilterField("slug"),
        *build_search_fields("name"),
    ]
    graphql_fields = [
        GraphQLString("name", required=True),
        GraphQLString("slug", required=True),
        GraphQLString("website", required=True),
        GraphQLImage("logo"),
        GraphQLString("description", required=True),
        GraphQLDeprecatedString(
            "country",
            "Use `countryCode`, which has the type of the filter.",
            description="ISO 3166-1 alpha-2 code; empty if unknown.",
        ),
        GraphQLEnum("country_code", Country, source="country", description="Null if unknown."),
        GraphQLInt("founded"),
        GraphQLString("verified_domain", required=True),
    ]

    class Meta:
        verbose_name = _("vendor")
        verbose_name_plural = _("vendors")
        ordering = ["name"]
        indexes = [
            models.Index(fields=["name"], name="vendors_name"),
            *build_text_indexes("name", "vendors_name"),
            models.Index(fields=["founded", "id"], name="vendors_founded_asc"),
            index_descending("founded", "id", "vendors_founded_desc"),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        fill_slug(self)


class PinnedVendor(Orderable):
    """A vendor that comes first in a search, for those who may see it."""

    search = ParentalKey("relevance.PinnedSearch", on_delete=models.CASCADE, related_name="pinned_vendors")
    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="+", verbose_name=_("vendor"))

    class Meta(Orderable.Meta):
        verbose_name = _("pinned vendor")
        verbose_name_plural = _("pinned vendors")
        constraints = [models.UniqueConstraint(fields=["search", "vendor"], name="vendors_pinned_once")]
