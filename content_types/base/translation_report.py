"""The report of pages that lack a translation."""

from __future__ import annotations

from collections import defaultdict
from functools import reduce
from operator import or_
from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext, gettext_lazy as _
from wagtail.admin.filters import ContentTypeFilter, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.coreutils import get_content_languages
from wagtail.models import Locale, Page, get_page_content_types

from cms.site.reports import EditorialReport, ReportViewSet

__all__ = ["TranslationReport"]

TRANSLATE = "simple_translation.submit_translation"


def build_missing_rule(locale: Locale) -> Q:
    """Pages that have no version of their own in a language: an alias shows the text of another one."""
    own = Page.objects.filter(translation_key=OuterRef("translation_key"), locale=locale, alias_of=None)
    return ~Q(Exists(own))


class TranslationFilterSet(WagtailFilterSet):
    missing = django_filters.ModelChoiceFilter(
        queryset=Locale.objects.all(), label=_("Missing in"), method="filter_missing"
    )
    content_type = ContentTypeFilter(
        label=_("Type"), queryset=lambda request: get_page_content_types(include_base_page_type=False)
    )

    class Meta:
        model = Page
        fields = ["missing", "locale", "content_type"]

    def filter_missing(self, queryset: QuerySet, name: str, value: Locale) -> QuerySet:
        return queryset.filter(build_missing_rule(value))


class MissingTranslations(EditorialReport):
    """Published pages, each once in the language in which it was written first, that lack one of the others."""

    model = Page
    page_title = _("Missing translations")
    header_icon = "globe"
    explanation = _(
        "Published pages that are missing in a language. Translate the page above before those below it."
    )
    empty_text = _("Every published page exists in every language.")
    filterset_class = TranslationFilterSet
    search_fields = ("title",)
    default_ordering = "path"
    list_export = ["pk", "title", "written_in", "missing_in", "content_type", "first_published_at"]

    @classmethod
    def is_for(cls, user: Any) -> bool:
        return bool(user.has_perm(TRANSLATE)) and super().is_for(user)

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn("title", label=_("Page"), sort_key="title", get_url=get_edit_url),
            Column("content_type", label=_("Type")),
            Column("written_in", label=_("Written in"), sort_key="locale"),
            Column("missing_in", label=_("Missing in")),
            DateColumn("first_published_at", label=_("Published"), sort_key="first_published_at"),
            TitleColumn(
                "translate",
                label=_("Translate"),
                accessor=lambda page: gettext("Translate"),
                get_url=lambda page: reverse("simple_translation:submit_page_translation", args=[page.pk]),
            ),
        ]

    @cached_property
    def locales(self) -> list[Locale]:
        return [each for each in Locale.objects.all() if each.language_code in get_content_languages()]

    def select_rows(self, rows: QuerySet) -> QuerySet:
        rows = rows.filter(live=True, depth__gt=1, alias_of=None)
        earlier = Page.objects.filter(
            translation_key=OuterRef("translation_key"), pk__lt=OuterRef("pk"), alias_of=None
        )
        missing = [build_missing_rule(each) for each in self.locales]
        rows = rows.filter(~Exists(earlier) & reduce(or_, missing, Q(pk__in=())))
        return rows.select_related("content_type", "locale")

    def decorate(self, rows: list[Any]) -> None:
        keys = [page.translation_key for page in rows]
        found = defaultdict(set)
        for key, locale in Page.objects.filter(translation_key__in=keys, alias_of=None).values_list(
            "translation_key", "locale"
        ):
            found[key].add(locale)
        for page in rows:
            missing = [each for each in self.locales if each.pk not in found[page.translation_key]]
            page.written_in = page.locale.get_display_name()
            page.missing_in = ", ".join(each.get_display_name() for each in missing)


def get_edit_url(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


class TranslationReport(ReportViewSet):
    name = "missing_translations"
    view_class = MissingTranslations
    menu_order = 110
