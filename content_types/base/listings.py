"""The flat listing of one kind of page, at a number of statements that does not grow with the rows."""

from collections.abc import Iterator
from functools import reduce
from operator import or_
from typing import Any, ClassVar

from django.db.models import F, Prefetch, Q, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import DateColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn, PageTitleColumn
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.models import WorkflowState
from wagtail.permissions import policy_registry

from cms.compat.wagtail_addresses import keep_url_parts
from cms.search.matching import title_matches

CHUNK = 1000


class StreamedRows:
    """The rows of a query, read CHUNK at a time and not kept, for a spreadsheet of any length."""

    def __init__(self, rows: QuerySet) -> None:
        self.model, self.rows = rows.model, rows

    def __iter__(self) -> Iterator[Any]:
        return self.rows.iterator(CHUNK)


def prefetch_workflow_states(rows: Any) -> QuerySet:
    """Rows of one kind of page with their running workflows. Wagtail's own method of this name looks for them under
    the content type of all pages, which it finds for rows of `Page` alone."""
    states = WorkflowState.objects.active().select_related("current_task_state__task")
    prefetch: Any = Prefetch("_specific_workflow_states", states, to_attr="_current_workflow_states")
    return rows.prefetch_related(prefetch)  # type: ignore[no-any-return]


class KindIndexView(IndexView):
    """Lists pages of one model with columns from its relations.

    related: relations joined into the statement for the rows. fetched: relations with a statement each.
    search_fields: columns the typed text may occur in; titles are also found in any other spelling, by the index.
    """

    related: ClassVar[tuple[str, ...]] = ()
    fetched: ClassVar[tuple[str, ...]] = ()
    search_fields: ClassVar[tuple[str, ...]] = ("title",)
    default_ordering = "-latest_revision_created_at"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The list, or all of its rows as a spreadsheet, for which nothing of the page around them is worked out."""
        if self.is_export:
            return self.as_spreadsheet(StreamedRows(self.get_queryset()), request.GET["export"])
        return super().get(request, *args, **kwargs)

    def select_exported(self, pages: Any) -> QuerySet:
        """Rows with the exported columns alone, in one statement."""
        fields = {
            field.name: field for field in self.model._meta.concrete_fields if field.name in self.list_export
        }
        relations = [name for name, field in fields.items() if field.is_relation]
        return pages.only(*fields).select_related(*relations)

    def annotate_queryset(self, pages: Any) -> QuerySet:
        if self.is_export:
            return self.select_exported(pages)
        rows = pages.defer_streamfields().select_related("content_type", "locale", *self.related)
        rows = prefetch_workflow_states(rows.prefetch_related("sites_rooted_here", *self.fetched))
        if self.i18n_enabled:
            rows = rows.annotate_has_untranslated_locale()
        return rows.annotate_site_root_state().annotate_approved_schedule()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Rows share the paths of sites, and know their own addresses: Wagtail's buttons would ask for each of these
        again, for each row."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        for page in context["object_list"]:
            page._wagtail_cached_site_root_paths = page._get_site_root_paths(self.request)
            keep_url_parts(page, self.request)
        return context

    def get_ordering(self) -> str:
        asked = self.request.GET.get("ordering", self.default_ordering)
        return asked if asked in self.get_valid_orderings() else self.default_ordering

    def order_queryset(self, queryset: QuerySet) -> QuerySet:
        """Rows without a value stand with the lowest ones; the key makes the order total."""
        name = self.ordering.removeprefix("-")
        key = (
            F(name).desc(nulls_last=True) if self.ordering.startswith("-") else F(name).asc(nulls_first=True)
        )
        return queryset.order_by(key, "pk")

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        if not self.is_searching:
            return queryset
        columns = [Q(**{f"{name}__icontains": self.search_query}) for name in self.search_fields]
        return queryset.filter(reduce(or_, columns, title_matches(self.model, self.search_query)))


def page_columns(*columns: Any, label: Any) -> list[Any]:
    """Check box, title and state as in the page explorer, with a kind's own columns between them."""
    title = PageTitleColumn("title", label=label, sort_key="title", classname="title", width="24%")
    return [
        BulkActionsColumn("bulk_actions"),
        title,
        *columns,
        DateColumn("latest_revision_created_at", label=_("Updated"), sort_key="latest_revision_created_at"),
        PageStatusColumn("status", sort_key="live", width="12%"),
    ]


class KindListing(PageListingViewSet):
    """The listing of one kind of page; its menu item shows for people who were given rights to pages.

    for_members: also for those whose only right comes from membership of a vendor.
    """

    for_members = False

    @property
    def menu_item_class(self) -> type[MenuItem]:
        policy, for_members = policy_registry.get_by_type(self.model), self.for_members

        def is_shown(item: MenuItem, request: HttpRequest) -> bool:
            grants = policy.get_cached_permissions_for_user(request.user)
            return request.user.is_superuser or any(grant.pk or for_members for grant in grants)

        return type(f"{self.model.__name__}MenuItem", (MenuItem,), {"is_shown": is_shown})
