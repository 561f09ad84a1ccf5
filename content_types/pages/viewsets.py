"""The admin's listings of collections and menus."""

from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import NumberColumn
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from content_types.base.listings import KindIndexView, KindListing, page_columns
from content_types.pages.models import Collection, Menu


class CollectionIndexView(KindIndexView):
    search_fields = ("title", "slug", "summary")

    def annotate_queryset(self, pages: Any) -> QuerySet:
        return super().annotate_queryset(pages).annotate(item_count=Count("items"))


class CollectionListing(KindListing):
    name = "collection-pages"
    model = Collection
    icon = "list-ul"
    menu_label = _("Collections")
    menu_hook = "register_directory_menu_item"
    index_view_class = CollectionIndexView
    columns = page_columns(
        NumberColumn("item_count", label=_("Solutions"), sort_key="item_count"), label=_("Collection")
    )
    list_export = ["title", "slug", "summary", "item_count", "live"]
    export_filename = "collections"


class MenuIndexView(IndexView):
    def get_base_queryset(self) -> QuerySet:
        return super().get_base_queryset().select_related("locale").annotate(item_count=Count("items"))


class MenuViewSet(SnippetViewSet):
    model = Menu
    icon = "list-ul"
    menu_label = _("Menus")
    add_to_settings_menu = True
    index_view_class = MenuIndexView
    list_display = ["title", "handle", "locale", NumberColumn("item_count", label=_("Links"))]
    list_filter = ["locale"]
    list_export = ["handle", "title", "locale", "item_count"]
    export_filename = "menus"
    search_fields = ["handle", "title"]
    ordering = "handle"
    inspect_view_enabled = True
    inspect_view_fields = ["handle", "title", "locale", "items"]
