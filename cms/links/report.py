"""The report of links to other sites that are broken."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.contrib.settings.models import BaseSiteSetting
from wagtail.models import Page
from wagtail.permissions import policy_registry

from cms.links.jobs import FAILED
from cms.links.models import Link, LinkUse
from cms.links.sources import list_owners
from cms.site.reports import EditorialReport, LinksColumn, ReportViewSet, select_editable

__all__ = ["LinkReport"]

SHOWN = 10
"""Places that are named for one link."""


class LinkFilterSet(WagtailFilterSet):
    class Meta:
        model = Link
        fields = ["result"]


class BrokenLinks(EditorialReport):
    """Links that failed when they were last requested, with the places that this person may edit."""

    model = Link
    page_title = _("Broken links")
    header_icon = "link"
    explanation = _(
        "Links of published content to other sites that failed. The site requests each again by itself, and within a"
        " day after it failed. Filter by result to see all others, too."
    )
    empty_text = _("No broken link was found. Links are checked in the background, a few at a time.")
    filterset_class = LinkFilterSet
    search_fields = ("url", "reason")
    default_ordering = ("failing_since", "pk")
    list_export = ["url", "result", "status", "reason", "target", "failing_since", "checked_at", "others"]
    columns = [
        Column("url", label=_("Address"), sort_key="url", classname="title"),
        Column("get_result_display", label=_("Result"), sort_key="result"),
        Column("detail", label=_("Reason")),
        LinksColumn("others", label=_("Used in")),
        DateColumn("failing_since", label=_("Failing since"), sort_key="failing_since"),
        DateColumn("checked_at", label=_("Checked"), sort_key="checked_at"),
    ]

    @classmethod
    def is_for(cls, user: Any) -> bool:
        policies = [policy_registry.get_by_type(model) for model in (Page, *list_owners())]
        return any(policy.user_has_permission(user, "change") for policy in policies)

    @cached_property
    def uses(self) -> QuerySet[LinkUse]:
        """The uses in rows that this person may edit."""
        rule = Q(pk__in=())
        for model in list_owners():
            kind = ContentType.objects.get_for_model(model)
            rule |= Q(content_type=kind, object_id__in=select_editable(model, self.request.user).values("pk"))
        return LinkUse.objects.filter(rule)

    def get_base_queryset(self) -> QuerySet:
        rows = Link.objects.filter(Exists(self.uses.filter(link=OuterRef("pk")))).exclude(result="")
        return rows if self.request.GET.get("result") else rows.filter(result__in=FAILED)

    def decorate(self, rows: list[Any]) -> None:
        keys: dict[type[Any], set[int]] = defaultdict(set)
        uses = list(self.uses.filter(link__in=rows).select_related("content_type").order_by("pk"))
        for use in uses:
            keys[use.content_type.model_class()].add(use.object_id)
        found = {
            (model, row.pk): row
            for model, wanted in keys.items()
            for row in select_plain(model).filter(pk__in=wanted)
        }
        finder = AdminURLFinder(self.request.user)
        places: dict[int, list[tuple[str, str]]] = defaultdict(list)
        for use in uses:
            row = found.get((use.content_type.model_class(), use.object_id))
            if row is not None and len(places[use.link_id]) < SHOWN:
                places[use.link_id].append((str(row), finder.get_edit_url(row) or ""))
        for link in rows:
            link.others = places[link.pk]
            link.detail = " ".join(filter(None, [link.reason, link.target]))


def select_plain(model: type[Any]) -> QuerySet:
    """Rows without their blocks, which are not shown; settings of sites with the site that names them."""
    rows: Any = model._default_manager.all()
    if issubclass(model, BaseSiteSetting):
        return rows.select_related("site")
    return rows.defer_streamfields() if hasattr(rows, "defer_streamfields") else rows


class LinkReport(ReportViewSet):
    name = "broken_links"
    view_class = BrokenLinks
    menu_order = 90
