"""Solution profiles: the pages the directory exists for. Their child rows stand in parts.py."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _
from grapple.models import (
    GraphQLBoolean,
    GraphQLCollection,
    GraphQLForeignKey,
    GraphQLImage,
    GraphQLInt,
    GraphQLStreamfield,
    GraphQLString,
    GraphQLTag,
)
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelsearch.tasks import insert_or_update_object_task
from taggit.models import ItemBase
from wagtail.api import APIField
from wagtail.fields import StreamField
from wagtail.search import index

from content_types.base.declare import GraphQLDate, GraphQLDateTime, GraphQLEnum, GraphQLEnumList
from content_types.base.fields import ChoiceArrayField, NameKeyField
from content_types.base.indexes import index_descending
from content_types.base.models import BODY, SUMMARY, BasePage
from content_types.base.validators import http_url
from content_types.blocks.body import BodyBlock
from content_types.solutions.choices import Deployment, Platform, PricingModel, SolutionStatus
from content_types.solutions.forms import SolutionForm
from content_types.solutions.panels import index_edit_handler, solution_edit_handler
from content_types.solutions.parts import Alternative, AttributeValue, GalleryImage, PricingPlan
from content_types.solutions.permissions import SolutionPermissionTester


class SolutionIndex(BasePage):
    """The page under which the solutions of one language stand."""

    summary = models.TextField(_("introduction"), blank=True, max_length=300)

    max_count_per_parent = 1
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["solutions.Solution"]
    edit_handler = index_edit_handler
    api_fields = [*BasePage.api_fields, SUMMARY]
    graphql_fields = [*BasePage.graphql_fields, GraphQLString("summary", required=True)]

    class Meta:
        verbose_name = _("solution index")


class TaggedSolution(ItemBase):
    tag = models.ForeignKey("taxonomy.Tag", on_delete=models.CASCADE, related_name="tagged_solutions")
    content_object = ParentalKey(
        "solutions.Solution", on_delete=models.CASCADE, related_name="tagged_items", db_index=False
    )

    class Meta:
        indexes = [models.Index(fields=["content_object", "tag"], name="solutions_tags_of_solution")]
        constraints = [
            models.UniqueConstraint(fields=["tag", "content_object"], name="solutions_tagged_unique")
        ]


class Solution(BasePage):
    """The profile of one AI solution."""

    summary = models.TextField(
        _("summary"), max_length=300, help_text=_("One or two sentences for lists and cards.")
    )
    body = StreamField(BodyBlock(), verbose_name=_("body"), blank=True)
    vendor = models.ForeignKey(
        "vendors.Vendor", verbose_name=_("vendor"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="solutions",
    )  # fmt: skip
    category = models.ForeignKey(
        "taxonomy.Category", verbose_name=_("primary category"), on_delete=models.PROTECT, related_name="primary_of",
        db_index=False,
        help_text=_("Determines which attributes can be compared."),
    )  # fmt: skip
    categories = ParentalManyToManyField(
        "taxonomy.Category", verbose_name=_("all categories"), blank=True, related_name="solutions",
        help_text=_("The primary category is added automatically."),
    )  # fmt: skip
    tags = ClusterTaggableManager(through=TaggedSolution, blank=True, verbose_name=_("tags"))
    use_cases = ParentalManyToManyField(
        "taxonomy.UseCase", verbose_name=_("use cases"), blank=True, related_name="solutions"
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
    pricing_model = models.CharField(_("pricing model"), max_length=20, choices=PricingModel, blank=True)
    licence = models.CharField(
        _("licence"), max_length=80, blank=True, help_text=_("SPDX name, such as Apache-2.0.")
    )
    is_open_source = models.BooleanField(_("open source"), default=False)
    deployment = ChoiceArrayField(
        models.CharField(max_length=20, choices=Deployment),
        verbose_name=_("deployment"),
        default=list,
        blank=True,
    )
    platforms = ChoiceArrayField(
        models.CharField(max_length=20, choices=Platform),
        verbose_name=_("platforms"),
        default=list,
        blank=True,
    )
    launched_on = models.DateField(_("launched on"), null=True, blank=True)
    verified_at = models.DateTimeField(
        _("last checked"),
        null=True,
        blank=True,
        help_text=_("When an editor last checked the facts in this profile."),
    )
    status = models.CharField(
        _("status"), max_length=20, choices=SolutionStatus, default=SolutionStatus.ACTIVE
    )
    latest_version = models.CharField(_("latest version"), max_length=60, blank=True)
    last_release_on = models.DateField(_("last release"), null=True, blank=True)
    popularity = models.PositiveIntegerField(
        _("popularity"),
        null=True,
        blank=True,
        help_text=_("A popularity figure from the source of an import, such as GitHub stars."),
    )
    external_id = models.CharField(
        _("external id"), max_length=120, null=True, blank=True, unique=True,
        help_text=_("Its ID in the system from which it was imported."),
    )  # fmt: skip

    name_key = NameKeyField(source="title")

    exclude_fields_in_copy = ["external_id"]
    parent_page_types = ["solutions.SolutionIndex"]
    subpage_types: list[str] = []
    base_form_class = SolutionForm
    edit_handler = solution_edit_handler
    search_auto_update = (
        False  # Wagtail's receiver comes before the tags are written: `save` enqueues its task once
    )
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("summary", boost=2),
        index.SearchField("body"),
        index.FilterField("category_id"),
        index.FilterField("vendor_id"),
        index.FilterField("pricing_model"),
        index.FilterField("status"),
        index.FilterField("is_open_source"),
        index.RelatedFields("tags", [index.SearchField("name")]),
    ]
    api_fields = [
        *BasePage.api_fields,
        SUMMARY,
        BODY,
        *(APIField(name, writable=True) for name in (
            "vendor", "category", "website", "pricing_model", "licence", "is_open_source", "deployment", "platforms",
            "launched_on", "status", "latest_version", "last_release_on", "logo", "tags",
        )),
    ]  # fmt: skip
    graphql_fields = [
        *BasePage.graphql_fields,
        GraphQLString("summary", required=True),
        GraphQLStreamfield("body", required=True),
        GraphQLForeignKey("vendor", "vendors.Vendor"),
        GraphQLForeignKey("category", "taxonomy.Category"),
        GraphQLCollection(GraphQLForeignKey, "categories", "taxonomy.Category", required=True, item_required=True),
        GraphQLTag("tags", required=True),
        GraphQLCollection(GraphQLForeignKey, "use_cases", "taxonomy.UseCase", required=True, item_required=True),
        GraphQLString("website", required=True),
        GraphQLImage("logo"),
        GraphQLCollection(GraphQLForeignKey, "gallery", "solutions.GalleryImage", source="gallery_images",
                          required=True, item_required=True),
        GraphQLEnum("pricing_model", PricingModel),
        GraphQLCollection(GraphQLForeignKey, "pricing_plans", "solutions.PricingPlan", required=True,
                          item_required=True),
        GraphQLString("licence", required=True, description="SPDX identifier; empty if unknown."),
        GraphQLBoolean("open_source", required=True, source="is_open_source"),
        GraphQLEnumList("deployment", Deployment),
        GraphQLEnumList("platforms", Platform),
        GraphQLDate("launched_on"),
        GraphQLCollection(GraphQLForeignKey, "attributes", "solutions.AttributeValue", source="attribute_values",
                          required=True, item_required=True),
        GraphQLCollection(GraphQLForeignKey, "alternatives", "solutions.Solution",
                          source="alternative_links.alternative", required=True, item_required=True),
        GraphQLDateTime("verified_at"),
        GraphQLEnum("status", SolutionStatus, required=True),
        GraphQLString("latest_version", required=True),
        GraphQLDate("last_release_on"),
        GraphQLInt("popularity"),
        GraphQLString("external_id"),
    ]  # fmt: skip

    class Meta:
        verbose_name = _("solution")
        verbose_name_plural = _("solutions")
        indexes = [
            models.Index(fields=["name_key"], name="solutions_name_key"),
            index_descending("popularity", "page_ptr", "solutions_popularity_desc"),
            index_descending("launched_on", "page_ptr", "solutions_launched_desc"),
            index_descending("last_release_on", "page_ptr", "solutions_released_desc"),
            index_descending("verified_at", "page_ptr", "solutions_verified_desc"),
            models.Index(
                F("category"),
                F("popularity").desc(nulls_last=True),
                F("page_ptr"),
                name="solutions_of_category",
            ),
            models.Index(  # what searches and facets read of thousands of rows, without the rows
                fields=["page_ptr"],
                include=[
                    "popularity",
                    "vendor",
                    "pricing_model",
                    "is_open_source",
                    "status",
                    "deployment",
                    "platforms",
                ],
                name="solutions_columns_of_lists",
            ),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        # Saving a draft updates columns about the draft alone: its categories and texts are not public.
        is_draft = kwargs.get("update_fields") is not None
        if not is_draft and self.category_id not in {category.pk for category in self.categories.all()}:
            self.categories.add(self.category)
            self.categories.commit()
        insert_or_update_object_task.enqueue(self._meta.app_label, self._meta.model_name, str(self.pk))

    def clean(self) -> None:
        super().clean()
        self.external_id = self.external_id or None
        if self.pricing_model == PricingModel.FREE and any(plan.price for plan in self.pricing_plans.all()):
            raise ValidationError({"pricing_model": _("A plan has a price: choose another pricing model.")})

    def permissions_for_user(self, user: Any) -> SolutionPermissionTester:
        return SolutionPermissionTester(user, self)

    def allowed_attributes(self) -> models.QuerySet:
        """Definitions of the primary category and of those above it."""
        from content_types.taxonomy.models import AttributeDefinition

        steps = range(len(self.category.path), 0, -self.category.steplen)
        paths = [self.category.path[:length] for length in steps]
        return AttributeDefinition.objects.filter(category__path__in=paths)


__all__ = [
    "Alternative",
    "AttributeValue",
    "GalleryImage",
    "PricingPlan",
    "Solution",
    "SolutionIndex",
    "TaggedSolution",
]
