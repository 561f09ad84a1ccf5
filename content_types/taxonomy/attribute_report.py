"""The report of attributes whose names, units, explanations and choices are not translated."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import BooleanField, F, Func, Q, QuerySet, TextField
from django.db.models.fields.json import KeyTransform
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.permissions import policy_registry

from cms.site.reports import select_editable
from content_types.base.text_report import MissingTexts, build_text_report, build_text_rule
from content_types.taxonomy.attributes import AttributeDefinition, AttributeType
from content_types.taxonomy.models import Category

__all__ = ["AttributeTextReport"]

FIELDS = ("name", "unit", "help_text")


class LacksLabels(Func):
    """Whether a choice of the row has no label in a language."""

    template, arg_joiner = "NOT coalesce(%(expressions)s, false)", " ?& "
    output_field = BooleanField()

    def __init__(self, language: str) -> None:
        super().__init__(KeyTransform(language, "choice_labels"), Cast(F("choices"), ArrayField(TextField())))


def build_attribute_rule(language: str) -> Q:
    has_choices = Q(type=AttributeType.CHOICE) & ~Q(choices=[])
    return build_text_rule(*FIELDS)(language) | (has_choices & Q(LacksLabels(language)))


class MissingAttributeTexts(MissingTexts):
    """Attributes are edited in the form of their category, by those who may change it."""

    search_fields = ("name", "key", "category__name")
    default_ordering = ("category__name", "sort_order", "pk")
    list_export = ["pk", "category", "name", "key", "missing_in"]

    @classmethod
    def is_for(cls, user: Any) -> bool:
        policy: Any = policy_registry.get_by_type(Category)
        return bool(policy.user_has_permission(user, "change"))

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn("name", label=_("Name"), sort_key="name", get_url=get_edit_url),
            Column("category", label=_("Category"), sort_key="category__name"),
            Column("missing_in", label=_("Missing in")),
        ]

    def get_base_queryset(self) -> QuerySet:
        categories = select_editable(Category, self.request.user)
        rows = AttributeDefinition.objects.filter(category__in=categories)
        return self.select_rows(rows.select_related("category"))

    def list_missing(self, row: Any, language: str) -> list[str]:
        labels = row.choice_labels.get(language, {})
        choices = row.choices if row.type == AttributeType.CHOICE else []
        unlabelled = [value for value in choices if value not in labels]
        name = row._meta.get_field("choices").verbose_name
        return super().list_missing(row, language) + (
            [f"{name}: {', '.join(unlabelled)}"] if unlabelled else []
        )


def get_edit_url(row: AttributeDefinition) -> str:
    return reverse(Category.snippet_viewset.get_url_name("edit"), args=[row.category_id])


AttributeTextReport = build_text_report(
    AttributeDefinition, *FIELDS, icon="list-ul", order=112, plural=_("attributes"),
    view=MissingAttributeTexts, rule=build_attribute_rule,
)  # fmt: skip
