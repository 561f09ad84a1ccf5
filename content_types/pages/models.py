"""The pages around the directory: home, standard pages and editorial collections."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from grapple.models import (
    GraphQLCollection,
    GraphQLForeignKey,
    GraphQLImage,
    GraphQLStreamfield,
    GraphQLString,
)
from modelcluster.fields import ParentalKey
from wagtail.api import APIField
from wagtail.fields import StreamField
from wagtail.models import Orderable
from wagtail.search import index

from cms.base.public_text import CleanTextMixin
from content_types.base.models import BODY, SUMMARY, BasePage
from content_types.blocks.body import BodyBlock
from content_types.pages.panels import (
    collection_edit_handler,
    home_edit_handler,
    index_edit_handler,
    standard_edit_handler,
)


class HomePage(BasePage):
    """The front page of one language."""

    summary = models.TextField(_("introduction"), blank=True, max_length=300)
    hero_image = models.ForeignKey(
        "media.Image",
        verbose_name=_("hero image"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    body = StreamField(BodyBlock(), verbose_name=_("body"), blank=True)

    edit_handler = home_edit_handler
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "solutions.SolutionIndex", "events.EventIndex", "pages.CollectionIndex", "pages.StandardPage",
    ]  # fmt: skip
    search_fields = [*BasePage.search_fields, index.SearchField("summary"), index.SearchField("body")]
    api_fields = [*BasePage.api_fields, SUMMARY, BODY, APIField("hero_image", writable=True)]
    graphql_fields = [
        *BasePage.graphql_fields,
        GraphQLString("summary", required=True),
        GraphQLImage("hero_image"),
        GraphQLStreamfield("body", required=True),
    ]

    class Meta:
        verbose_name = _("home page")


class StandardPage(BasePage):
    """A page of blocks, such as “About” or “How we check profiles”."""

    summary = models.TextField(_("introduction"), blank=True, max_length=300)
    body = StreamField(BodyBlock(), verbose_name=_("body"), blank=True)

    parent_page_types = ["pages.HomePage", "pages.StandardPage"]
    subpage_types = ["pages.StandardPage"]
    edit_handler = standard_edit_handler
    search_fields = [*BasePage.search_fields, index.SearchField("summary"), index.SearchField("body")]
    api_fields = [*BasePage.api_fields, SUMMARY, BODY]
    graphql_fields = [
        *BasePage.graphql_fields,
        GraphQLString("summary", required=True),
        GraphQLStreamfield("body", required=True),
    ]

    class Meta:
        verbose_name = _("standard page")


class CollectionIndex(BasePage):
    """The page under which the collections of one language stand."""

    summary = models.TextField(_("introduction"), blank=True, max_length=300)

    max_count_per_parent = 1
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["pages.Collection"]
    edit_handler = index_edit_handler
    api_fields = [*BasePage.api_fields, SUMMARY]
    graphql_fields = [*BasePage.graphql_fields, GraphQLString("summary", required=True)]

    class Meta:
        verbose_name = _("collection index")


class Collection(BasePage):
    """An editor's list of solutions, with a note on each."""

    summary = models.TextField(_("summary"), max_length=300)
    cover = models.ForeignKey(
        "media.Image",
        verbose_name=_("cover"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    body = StreamField(BodyBlock(), verbose_name=_("body"), blank=True)

    parent_page_types = ["pages.CollectionIndex"]
    subpage_types: list[str] = []
    edit_handler = collection_edit_handler
    search_fields = [*BasePage.search_fields, index.SearchField("summary"), index.SearchField("body")]
    api_fields = [*BasePage.api_fields, SUMMARY, BODY, APIField("cover", writable=True)]
    graphql_fields = [
        *BasePage.graphql_fields,
        GraphQLString("summary", required=True),
        GraphQLImage("cover"),
        GraphQLStreamfield("body", required=True),
        GraphQLCollection(
            GraphQLForeignKey, "items", "pages.CollectionItem", required=True, item_required=True
        ),
    ]

    class Meta:
        verbose_name = _("collection")
        verbose_name_plural = _("collections")


class CollectionItem(CleanTextMixin, Orderable):
    """One solution in a collection. The item is hidden together with its solution."""

    page = ParentalKey(Collection, on_delete=models.CASCADE, related_name="items")
    solution = models.ForeignKey(
        "solutions.Solution", on_delete=models.CASCADE, related_name="collection_items"
    )
    note = models.CharField(_("note"), max_length=300, blank=True)

    graphql_fields = [
        GraphQLForeignKey("solution", "solutions.Solution", required=True),
        GraphQLString("note", required=True),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("solution")
        constraints = [
            models.UniqueConstraint(fields=["page", "solution"], name="pages_collection_item_unique")
        ]


from content_types.pages.navigation import (  # noqa: E402  (Django finds models here)
    Menu as Menu,
    MenuItem as MenuItem,
    SiteSettings as SiteSettings,
    SocialLink as SocialLink,
)
