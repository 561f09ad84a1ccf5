"""The admin's forms for synonyms and pinned searches."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel, ObjectList, PageChooserPanel
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views.generic import CreateView
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet

from cms.declarations import registry
from cms.relevance.models import PinnedSearch, Synonym

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
        pages = InlinePanel(
            "pinned_pages",
            [PageChooserPanel("page", list_pinned_types())],
            heading=_("Pages that come first"),
            label=_("Page"),
            min_num=1,
            max_num=10,
        )
        return ObjectList([FieldPanel("text"), pages])


class SearchRulesGroup(ViewSetGroup):
    menu_label = _("Search rules")
    menu_icon = "search"
    menu_order = 950
    items = (SynonymViewSet, PinnedSearchViewSet)
