"""How solutions are sorted: a tree of categories with typed attributes, free tags, and use cases."""

from decimal import Decimal, InvalidOperation

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from grapple.models import GraphQLBoolean, GraphQLCollection, GraphQLForeignKey, GraphQLInt, GraphQLString
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from taggit.models import TagBase
from treebeard.mp_tree import MP_Node, MP_NodeManager
from wagtail.models import Orderable
from wagtail.search import index

from cms.base.choices import TextChoices
from cms.base.public_text import CleanTextMixin
from cms.base.slugs import make_slug
from cms.base.translated_texts import TranslatedTexts, build_text_indexes
from content_types.base.declare import GraphQLEnum, GraphQLStringList
from content_types.base.slugs import fill_slug
from content_types.base.translated_texts import build_search_fields


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


class AttributeType(TextChoices):
    """What kind of value an attribute holds."""

    TEXT = "text", _("Text")
    NUMBER = "number", _("Number")
    BOOLEAN = "boolean", _("Yes or no")
    CHOICE = "choice", _("One of a list")


class AttributeDefinition(CleanTextMixin, Orderable):
    """A property by which the solutions of a category (and of those below it) are compared."""

    category = ParentalKey(Category, on_delete=models.CASCADE, related_name="attribute_definitions")
    key = models.SlugField(
        _("key"), max_length=60, help_text=_("Stable name for the API, such as context-window.")
    )
    name = models.CharField(_("name"), max_length=80)
    type = models.CharField(_("type"), max_length=10, choices=AttributeType, default=AttributeType.TEXT)
    unit = models.CharField(_("unit"), max_length=20, blank=True)
    choices = ArrayField(
        models.CharField(max_length=80),
        verbose_name=_("choices"), default=list, blank=True,
        help_text=_("For “one of a list”: the values, separated by commas."),
    )  # fmt: skip
    filterable = models.BooleanField(_("offer as a filter"), default=False)

    graphql_fields = [
        GraphQLString("key", required=True),
        GraphQLString("name", required=True),
        GraphQLEnum("type", AttributeType, required=True),
        GraphQLString("unit", required=True),
        GraphQLString(
            "slug", required=True, source="key", description="What filters take: the same as `key`."
        ),
        GraphQLBoolean("filterable", required=True),
        GraphQLStringList("choices", description="The values to choose from; empty for other types."),
        GraphQLForeignKey("category", "taxonomy.Category", required=True),
    ]

    class Meta(Orderable.Meta):
        constraints = [
            models.UniqueConstraint(fields=["category", "key"], name="taxonomy_attribute_key_unique")
        ]
        verbose_name = _("attribute")

    def __str__(self) -> str:
        return f"{self.name} ({self.unit})" if self.unit else self.name

    def clean(self) -> None:
        if self.type == AttributeType.CHOICE and not self.choices:
            raise ValidationError({"choices": _("Give the values to choose from, separated by commas.")})

    def parse(self, raw: str) -> str:
        """The stored form of what an editor typed; ValidationError when it does not fit the type."""
        value = raw.strip()
        match self.type:
            case AttributeType.NUMBER:
                return self._parse_number(value)
            case AttributeType.BOOLEAN:
                return self._parse_boolean(value)
            case AttributeType.CHOICE if value not in self.choices:
                raise ValidationError(
                    _("“%(value)s” is not one of: %(choices)s."),
                    params={"value": value, "choices": ", ".join(self.choices)},
                )
        return value

    def _parse_number(self, value: str) -> str:
        try:
            number = Decimal(value)
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite() or abs(number) >= Decimal(10) ** 14:
            raise ValidationError(
                _("“%(value)s” is not a number for %(name)s."), params={"value": value, "name": self}
            )
        return format(number, "f")

    def _parse_boolean(self, value: str) -> str:
        words = {"yes": "true", "true": "true", "1": "true", "no": "false", "false": "false", "0": "false"}
        if value.lower() not in words:
            raise ValidationError(_("Answer %(name)s with yes or no."), params={"name": self})
        return words[value.lower()]


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
