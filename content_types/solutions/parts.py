"""The rows that belong to a solution profile: gallery, plans, attribute values and alternatives."""

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from grapple.models import GraphQLBoolean, GraphQLForeignKey, GraphQLImage, GraphQLString
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from cms.base.public_text import CleanTextMixin
from content_types.base.declare import GraphQLDecimal, GraphQLEnum
from content_types.solutions.choices import PricingPeriod

currency_code = RegexValidator(r"^[A-Z]{3}$", _("Give an ISO 4217 code such as EUR or USD."))


class GalleryImage(CleanTextMixin, Orderable):
    """A screenshot or picture of a solution."""

    page = ParentalKey("solutions.Solution", on_delete=models.CASCADE, related_name="gallery_images")
    image = models.ForeignKey(
        "media.Image", verbose_name=_("image"), on_delete=models.CASCADE, related_name="+"
    )
    caption = models.CharField(_("caption"), max_length=200, blank=True)

    graphql_fields = [GraphQLImage("image"), GraphQLString("caption", required=True)]

    class Meta(Orderable.Meta):
        verbose_name = _("gallery image")


class PricingPlan(CleanTextMixin, Orderable):
    """One plan of a price list. A price of null means “on request”."""

    page = ParentalKey("solutions.Solution", on_delete=models.CASCADE, related_name="pricing_plans")
    name = models.CharField(_("name"), max_length=80)
    price = models.DecimalField(
        _("price"), max_digits=12, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)],
        help_text=_("Leave empty for “on request”."),
    )  # fmt: skip
    currency = models.CharField(_("currency"), max_length=3, default="USD", validators=[currency_code])
    period = models.CharField(_("period"), max_length=10, choices=PricingPeriod, default=PricingPeriod.MONTH)
    is_free = models.BooleanField(_("free tier"), default=False)
    description = models.CharField(_("description"), max_length=300, blank=True)

    graphql_fields = [
        GraphQLString("name", required=True),
        GraphQLDecimal("price", description="Null: on request."),
        GraphQLString("currency", required=True, description="ISO 4217."),
        GraphQLEnum("period", PricingPeriod, required=True),
        GraphQLBoolean("is_free", required=True),
        GraphQLString("description", required=True),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("pricing plan")

    def clean(self) -> None:
        if self.is_free and self.price:
            raise ValidationError({"price": _("A free tier costs nothing: leave the price empty or 0.")})


class AttributeValue(CleanTextMixin, Orderable):
    """A solution's value for one attribute; `number` repeats it for filters and comparison."""

    page = ParentalKey("solutions.Solution", on_delete=models.CASCADE, related_name="attribute_values")
    definition = models.ForeignKey(
        "taxonomy.AttributeDefinition",
        verbose_name=_("attribute"),
        on_delete=models.CASCADE,
        related_name="values",
    )
    value = models.CharField(_("value"), max_length=200)
    number = models.DecimalField(max_digits=20, decimal_places=6, null=True, editable=False)

    graphql_fields = [
        GraphQLForeignKey("definition", "taxonomy.AttributeDefinition", required=True),
        GraphQLString("value", required=True, description="Numbers as decimals, yes or no as true or false."),
    ]

    class Meta(Orderable.Meta):
        constraints = [
            models.UniqueConstraint(fields=["page", "definition"], name="solutions_attribute_value_unique")
        ]
        verbose_name = _("attribute")

    def clean(self) -> None:
        from content_types.taxonomy.models import AttributeDefinition

        definition = AttributeDefinition.objects.filter(pk=self.definition_id).first()
        if definition is None:
            return
        try:
            self.value = definition.parse(self.value)
        except ValidationError as error:
            raise ValidationError({"value": error}) from error

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.number = self.as_number()
        super().save(*args, **kwargs)

    def as_number(self) -> Decimal | None:
        """The value of a numeric attribute; None for every other type."""
        return Decimal(self.value) if self.definition.type == "number" else None


class Alternative(Orderable):
    """An editor's pointer to a comparable solution."""

    page = ParentalKey("solutions.Solution", on_delete=models.CASCADE, related_name="alternative_links")
    alternative = models.ForeignKey(
        "solutions.Solution",
        verbose_name=_("alternative"),
        on_delete=models.CASCADE,
        related_name="alternative_to",
    )

    class Meta(Orderable.Meta):
        constraints = [
            models.UniqueConstraint(fields=["page", "alternative"], name="solutions_alternative_unique"),
            models.CheckConstraint(
                condition=~models.Q(page=models.F("alternative")), name="solutions_alternative_not_itself"
            ),
        ]
        verbose_name = _("alternative")

    def clean(self) -> None:
        if self.page_id and self.page_id == self.alternative_id:
            raise ValidationError({"alternative": _("A solution cannot be its own alternative.")})
