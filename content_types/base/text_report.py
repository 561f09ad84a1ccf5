"""The reports of shared records whose names and texts are not translated, one for each kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import reduce
from operator import or_
from typing import Any, ClassVar

import django_filters
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn

from cms.base.translated_texts import TranslatedTexts, get_further_languages
from cms.site.reports import EditorialReport, ReportViewSet

__all__ = ["MissingTexts", "build_text_report", "build_text_rule"]

Rule = Callable[[str], Q]
"""Which rows lack a text in a language."""


def build_text_rule(*fields: str) -> Rule:
    """Rows in which any of these fields has a text in the default language and none in another one."""

    def build(language: str) -> Q:
        return join_rules(
            ~Q(**{field: ""}) & Q(**{f"translations__{language}__{field}__isnull": True}) for field in fields
        )

    return build


def join_rules(rules: Iterable[Q]) -> Q:
    return reduce(or_, rules, Q(pk__in=()))


class TextFilterSet(WagtailFilterSet):
    """By the language that is missing."""

    rule: ClassVar[Rule]
    missing = django_filters.ChoiceFilter(
        choices=lambda: list(get_further_languages().items()), label=_("Missing in"), method="filter_missing"
    )

    def filter_missing(self, rows: QuerySet, name: str, language: str) -> QuerySet:
        return rows.filter(type(self).rule(language))


class MissingTexts(EditorialReport):
    """Records that lack a text in one of the languages. reported: the fields that are looked at. rule: see Rule."""

    model: ClassVar[type[TranslatedTexts]]
    rule: ClassVar[Rule]
    reported: ClassVar[tuple[str, ...]]
    explanation = _("What pages in these languages show in the default language. Translate it in the form.")
    empty_text = _("Everything is translated.")
    search_fields: tuple[str, ...] = ("name", "slug")
    default_ordering: tuple[str, ...] = ("name", "pk")
    list_export = ["pk", "name", "slug", "missing_in"]

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn("name", label=_("Name"), sort_key="name", get_url=get_edit_url),
            Column("missing_in", label=_("Missing in")),
        ]

    def select_rows(self, rows: QuerySet) -> QuerySet:
        return rows.filter(join_rules(type(self).rule(language) for language in get_further_languages()))

    def decorate(self, rows: list[Any]) -> None:
        for row in rows:
            row.missing_in = "; ".join(
                f"{language} ({', '.join(missing)})"
                for code, language in get_further_languages().items()
                if (missing := self.list_missing(row, code))
            )

    def list_missing(self, row: Any, language: str) -> list[str]:
        texts = row.translations.get(language, {})
        return [
            str(row._meta.get_field(field).verbose_name)
            for field in self.reported
            if getattr(row, field) and field not in texts
        ]


def get_edit_url(row: Any) -> str:
    return reverse(type(row).snippet_viewset.get_url_name("edit"), args=[row.pk])


def build_text_report(
    shown: type[TranslatedTexts],
    *fields: str,
    icon: str,
    order: int,
    view: type[MissingTexts] = MissingTexts,
    rule: Rule | None = None,
    plural: Any = None,
) -> type[ReportViewSet]:
    """The report of the records of a model that lack translations of these fields, or what a rule of its own says."""
    own = {"rule": staticmethod(rule or build_text_rule(*fields))}
    meta = type("Meta", (), {"model": shown, "fields": []})
    filters = type("TextFilterSet", (TextFilterSet,), {**own, "Meta": meta})
    title = format_lazy("{} {}", _("Missing translations:"), plural or shown._meta.verbose_name_plural)
    made = type(f"Missing{shown.__name__}Texts", (view,), {
        **own, "model": shown, "reported": fields, "page_title": title, "header_icon": icon,
        "filterset_class": filters,
    })  # fmt: skip
    name = f"untranslated_{shown._meta.model_name}"
    label = {"name": name, "view_class": made, "menu_order": order}
    return type(f"{shown.__name__}TextReport", (ReportViewSet,), label)
