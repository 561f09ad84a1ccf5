"""How solutions are sorted: a tree of categories with typed attributes, free tags, and use cases."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from grapple.models import GraphQLCollection, GraphQLForeignKey, GraphQLInt, GraphQLString
from modelcluster.models import ClusterableModel
from taggit.models import TagBase
from treebeard.mp_tree import MP_Node, MP_NodeManager
from wagtail.search import index

from cms.base.public_text import CleanTextMixin
from cms.base.slugs import make_slug
from cms.base.translated_texts import TranslatedTexts, build_text_indexes
from content_types.base.slugs import fill_slug
from content_types.base.translated_texts import build_search_fields
from content_types.taxonomy.attributes import AttributeDefinition, AttributeType

__all__ = ["AttributeDefinition", "AttributeType", "Category", "Tag", "UseCase"]


class Category(CleanTextMixin, TranslatedTexts, index.Indexed, ClusterableModel, MP_Node):
    """A node of the category tree, kept as materialised paths: a subtree is one indexed prefix match."""

    translated_fields = ("name", "description")

    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(
        _("slug"), max_length=80, unique=True, blank=True,
        help_text=_("Used in the URL; made from the name when empty."),
    )  # fmt: skip
    description = models.TextField(_("description"), blank=True, max_length=1000)
    icon = models.CharField(
        _("icon"), max_length=40, blank=True, help_text=_("Name of an icon, such as “cogs”.")
    )

    node_order_by = ["name"]
    objects = MP_NodeManager()

    search_fields = [
        index.SearchField("name", boost=5),
        index.AutocompleteField("name"),
        index.SearchField("description"),
        *build_search_fields("name"),
    ]
    graphql_fields = [
        GraphQLString("name", required=True),
        GraphQLString("slug", required=True),
        GraphQLString("description", required=True),
        GraphQLString("icon", required=True),
        GraphQLInt("depth", required=True, description="1 for a root category."),
        GraphQLCollection(
            GraphQLForeignKey, "attributes", "taxonomy.AttributeDefinition", source="attribute_definitions",
            required=True, item_required=True,
        ),
    ]  # fmt: skip

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        indexes = [
            models.Index(fields=["name"], name="taxonomy_category_name"),
            *build_text_indexes("name", "taxonomy_category_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        fill_slug(self)


class Tag(CleanTextMixin, TranslatedTexts, TagBase):
    """A free keyword. Tags are renamed and merged by editors."""

    translated_fields = ("name",)

    slug = models.SlugField(
        _("slug"), max_length=100, unique=True, allow_unicode=True, blank=True,
        help_text=_("Made from the name when empty."),
    )  # fmt: skip
    free_tagging = True

    graphql_fields = [GraphQLString("name", required=True), GraphQLString("slug", required=True)]

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["name"]
        indexes = build_text_indexes("name", "taxonomy_tag_name")

    def clean(self) -> None:
        super().clean()
        fill_slug(self)

    def slugify(self, tag: str, i: int | None = None) -> str:
        """Called when a tag is made by naming it; `i` numbers one whose slug is taken."""
        slug = make_slug(tag, "tag", self._meta.get_field("slug").max_length)
        return f"{slug}-{i}" if i else slug


class UseCase(CleanTextMixin, TranslatedTexts, index.Indexed):
    """A job that people hire a solution for, such as “customer support”."""

    translated_fields = ("name", "description")

    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(
        _("slug"), max_length=80, unique=True, blank=True, help_text=_("Made from the name when empty.")
    )
    description = models.TextField(_("description"), blank=True, max_length=1000)

    search_fields = [
        index.SearchField("name"), index.AutocompleteField("name"), *build_search_fields("name"),
    ]  # fmt: skip
    graphql_fields = [
        GraphQLString("name", required=True),
        GraphQLString("slug", required=True),
        GraphQLString("description", required=True),
    ]

    class Meta:
        verbose_name = _("use case")
        verbose_name_plural = _("use cases")
        ordering = ["name"]
        indexes = [
            models.Index(fields=["name"], name="taxonomy_use_case_name"),
            *build_text_indexes("name", "taxonomy_use_case_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        fill_slug(self)
