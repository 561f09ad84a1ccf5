"""The typed attributes by which the solutions of a category are compared."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from grapple.models import GraphQLBoolean, GraphQLForeignKey, GraphQLString
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from cms.base.choices import TextChoices
from cms.base.public_text import CleanTextMixin
from cms.base.translated_texts import read_text
from content_types.base.declare import GraphQLEnum, GraphQLStringList
from content_types.taxonomy.choice_labels import MAX_LABEL, TranslatedChoices

__all__ = ["AttributeDefinition", "AttributeOption", "AttributeType"]


class AttributeType(TextChoices):
    """What kind of value an attribute holds."""

    TEXT = "text", _("Text")
    NUMBER = "number", _("Number")
    BOOLEAN = "boolean", _("Yes or no")
    CHOICE = "choice", _("One of a list")


@dataclass(frozen=True)
class AttributeOption:
    """A value to choose. value: as filters take it and solutions hold it. label: as people read it, in the language of
    the attribute."""

    value: str
    label: str


class AttributeDefinition(CleanTextMixin, TranslatedChoices, Orderable):
    """A property by which the solutions of a category (and of those below it) are compared."""

    translated_fields = ("name", "unit", "help_text")

    category = ParentalKey(
        "taxonomy.Category", on_delete=models.CASCADE, related_name="attribute_definitions"
    )
    key = models.SlugField(
        _("key"), max_length=60, help_text=_("Stable name for the API, such as context-window.")
    )
    name = models.CharField(_("name"), max_length=80)
    type = models.CharField(_("type"), max_length=10, choices=AttributeType, default=AttributeType.TEXT)
    unit = models.CharField(_("unit"), max_length=20, blank=True)
    help_text = models.CharField(
        _("explanation"), max_length=300, blank=True,
        help_text=_("What the attribute means, for editors who fill it in and for readers who compare."),
    )  # fmt: skip
    choices = ArrayField(
        models.CharField(max_length=MAX_LABEL),
        verbose_name=_("choices"), default=list, blank=True,
        help_text=_("For “one of a list”: the values, separated by commas."),
    )  # fmt: skip
    filterable = models.BooleanField(_("offer as a filter"), default=False)

    graphql_fields = [
        GraphQLString("key", required=True),
        GraphQLString("name", required=True),
        GraphQLEnum("type", AttributeType, required=True),
        GraphQLString("unit", required=True),
        GraphQLString("help_text", required=True, description="What the attribute means."),
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
        return self.describe(None)

    def describe(self, language: str | None) -> str:
        """Name and unit in a language."""
        name, unit = read_text(self, "name", language), read_text(self, "unit", language)
        return f"{name} ({unit})" if unit else name

    def list_options(self, language: str | None) -> list[AttributeOption]:
        """The values to choose from, with what people read for them in a language."""
        return [AttributeOption(value, self.get_label(value, language)) for value in self.choices]

    def list_units(self) -> set[str]:
        """The unit in every language."""
        return {self.unit, *(texts["unit"] for texts in self.translations.values() if texts.get("unit"))}

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
