"""The admin's forms for synonyms and pinned searches."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, InlinePanel, ObjectList, PageChooserPanel
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views.generic import CreateView
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet

from cms.declarations import registry
from cms.relevance.models import PinnedSearch, Synonym
from cms.relevance.rules import find_pinned_field

__all__ = ["SearchRulesGroup"]


def list_pinned_types() -> list[str]:
    """The kinds of page that a search can find."""
    models = [kind.model for kind in registry.search_kinds.values()]
    return [model._meta.label for model in models if hasattr(model, "url_path")]


class PrefilledCreateView(CreateView):
    """A form that begins with the texts in its address, so that a report can lead to it."""

    prefilled = ("word", "language", "text")

    def get_initial(self) -> dict[str, Any]:
        given = {name: self.request.GET[name] for name in self.prefilled if name in self.request.GET}
        return {**super().get_initial(), **given}


class SynonymViewSet(ModelViewSet):
    model = Synonym
    add_view_class = PrefilledCreateView
    icon = "order"
    edit_handler = ObjectList(
        [FieldPanel("word"), FieldPanel("others"), FieldPanel("is_two_way"), FieldPanel("language")]
    )
    list_display = [
        "word", Column("others", label=_("Also finds")), BooleanColumn("is_two_way", label=_("Both directions")),
        Column("get_language_display", label=_("Language")),
    ]  # fmt: skip
    list_filter = ["language", "is_two_way"]
    search_fields = ["word", "others"]
    search_backend_name = None
    ordering = ["key", "language"]
    list_export = ["word", "others", "is_two_way", "language"]
    copy_view_enabled = False


class PinnedSearchForm(WagtailAdminModelForm):
    def is_valid(self) -> bool:
        """Whether all is right, and something is pinned."""
        if not super().is_valid():
            return False
        rows = [row for formset in self.formsets.values() for row in formset.cleaned_data]
        if not any(row and not row.get("DELETE") for row in rows):
            self.add_error(None, _("Choose at least one result that comes first."))
        return not self.errors


def list_pinned_panels() -> Iterator[InlinePanel]:
    """A list for each kind that can be pinned, in the order in which they come first."""
    for kind in registry.search_kinds.values():
        if kind.pins and (field := find_pinned_field(kind)):
            names = kind.model._meta
            yield InlinePanel(
                kind.pins, [FieldPanel(field.name)], heading=capfirst(names.verbose_name_plural),
                label=capfirst(names.verbose_name), max_num=10,
            )  # fmt: skip
    pages = PageChooserPanel("page", list_pinned_types())
    yield InlinePanel(
        "pinned_pages", [pages], heading=_("Pages that come first"), label=_("Page"), max_num=10
    )


class PinnedSearchViewSet(ModelViewSet):
    model = PinnedSearch
    add_view_class = PrefilledCreateView
    icon = "thumbtack"
    search_fields = ["text"]
    search_backend_name = None
    ordering = ["key"]
    list_display = ["text"]
    copy_view_enabled = False

    @property
    def edit_handler(self) -> ObjectList:
        return ObjectList([FieldPanel("text"), *list_pinned_panels()], base_form_class=PinnedSearchForm)


class SearchRulesGroup(ViewSetGroup):
    menu_label = _("Search rules")
    menu_icon = "search"
    menu_order = 950
    items = (SynonymViewSet, PinnedSearchViewSet)
