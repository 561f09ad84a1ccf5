"""Reports of visits: of the whole site, and of one row of its content."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _, gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.audience.access import is_own
from cms.audience.counts import FEWEST_VISITORS, Count, Share, Sum, compute_share, show_sum
from cms.audience.models import VIEW
from cms.audience.periods import Period, PeriodForm, choose_period
from cms.audience.rows import find_edit_address, find_kind, find_report_address, make_subject
from cms.audience.tables import (
    ASKED,
    SHOWN,
    Table,
    build_days,
    build_kind,
    build_paths,
    build_referrers,
    build_searches,
    list_kinds,
)
from cms.base.spreadsheet_cells import neutralise_cell
from cms.plugins.api.analytics import AnalyticsProvider, DayCount, EventSubject
from cms.plugins.api.errors import CallFailed
from cms.plugins.runtime.slots import slot
from cms.visibility.current import visible_rows

__all__ = ["RowReport", "SiteReport"]


class VisitsView(WagtailAdminTemplateMixin, TemplateView):
    """A report in a period, or one of its tables as CSV with `?export=` and its name."""

    template_name = "cms/audience/report.html"
    header_icon = "view"
    page_title = gettext_lazy("Visits")
    protected = False
    """Whether small counts are hidden, and only whole periods can be chosen."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.form = PeriodForm({"period": "30", **request.GET.dict()}, presets_only=self.protected)
        self.period = choose_period(self.form)
        wanted = request.GET.get("export")
        if not wanted:
            return super().get(request, *args, **kwargs)
        table = next((each for each in self.load_tables() if each.name == wanted), None)
        if table is None:
            raise Http404
        return write_table(table, self.period)

    def load_tables(self) -> Sequence[Table]:
        """The tables; none where no plugin counts visits, or while it fails, of which `fault` tells."""
        self.fault = ""
        self.totals: list[tuple[str, Count | Share]] = []
        provider = slot(AnalyticsProvider)
        if provider is None:
            self.fault = _("No plugin counts visits. Choose one for the slot “analytics”.")
            return []
        try:
            return self.ask(provider, self.period)
        except CallFailed:
            self.fault = _(
                "The plugin that counts visits does not answer. Try again in a minute; visits are collected meanwhile."
            )
            return []

    def ask(self, provider: AnalyticsProvider, period: Period) -> Sequence[Table]:
        raise NotImplementedError

    def build_timeline(self, provider: AnalyticsProvider, subject: EventSubject | None) -> Table:
        found = provider.timeline(subject, self.period.begins, self.period.ends)
        self.totals = sum_totals(found, self.protected)
        return build_days(found, self.period, self.protected)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tables = self.load_tables()
        query = self.request.GET.copy()
        query.pop("export", None)
        return {
            **super().get_context_data(**kwargs),
            "tables": tables, "totals": self.totals, "fault": self.fault, "form": self.form, "period": self.period,
            "protected": self.protected, "query": query.urlencode(),
            "is_empty": bool(tables) and not any(each.rows for each in tables[1:]) and not has_counts(tables[0]),
        }  # fmt: skip


def has_counts(table: Table) -> bool:
    return any(each.number != 0 for row in table.rows for each in row.counts)


def sum_totals(found: Sequence[DayCount], protected: bool) -> list[tuple[str, Count | Share]]:
    """Of the whole period: views, visitors (each counted once a day) and clicks; reviews, and their share of visitors,
    once there is one. Published reviews are public, so their number is not protected."""
    views, visitors = show_sum(sum_days(found, "view"), protected)
    clicks, _visitors = show_sum(sum_days(found, "outbound_click"), protected)
    totals: list[tuple[str, Count | Share]] = [
        (_("Views"), views),
        (_("Visitors"), visitors),
        (_("Clicks to other sites"), clicks),
    ]
    reviews = sum_days(found, "review_published").count_events()
    if not reviews:
        return totals
    share = Share(compute_share(reviews, visitors.number))
    return [*totals, (_("Reviews published"), Count(reviews)), (_("Reviews for each visitor"), share)]


def sum_days(found: Sequence[DayCount], type: str) -> Sum:
    total = Sum()
    for each in found:
        if each.type == type:
            total = total.add(each.events, each.visitors, each.visitors < FEWEST_VISITORS)
    return total


def write_table(table: Table, period: Period) -> HttpResponse:
    """A table as CSV, in which no cell is a formula."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    name = f"visits-{table.name}-{period.begins}-{period.last}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    writer = csv.writer(response)
    for cells in table.list_cells():
        writer.writerow([neutralise_cell(each) for each in cells])
    return response


class SiteReport(VisitsView):
    """Of the whole site, for people with the permission."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(VIEW):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def ask(self, provider: AnalyticsProvider, period: Period) -> Sequence[Table]:
        span = (period.begins, period.ends)
        searches = provider.top_values("search_without_result", "query", *span, ASKED)
        return [
            self.build_timeline(provider, None),
            *(build_kind(provider, self.request, kind, period) for kind in list_kinds()),
            build_paths(provider, period),
            build_searches(searches, self.request.user),
            build_referrers(provider.top_referrers(None, *span, SHOWN), protected=False),
        ]


class RowReport(VisitsView):
    """Of one row: for people with the permission, and with small counts hidden for those to whom the row belongs."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        kind = next((each for each in list_kinds() if each.name.lower() == kwargs["kind"]), None)
        if kind is None:
            raise Http404
        rows = kind.model._default_manager.filter(visible_rows(request, kind.model), pk=kwargs["key"])
        row: Any = rows.distinct().first()
        if row is None:
            raise Http404
        self.kind, self.row, self.protected = kind, row, not request.user.has_perm(VIEW)
        if self.protected and not is_own(request.user, row):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def ask(self, provider: AnalyticsProvider, period: Period) -> Sequence[Table]:
        subject = make_subject(self.kind, self.row.pk)
        referrers = provider.top_referrers(subject, period.begins, period.ends, SHOWN)
        return [self.build_timeline(provider, subject), build_referrers(referrers, self.protected)]

    def get_page_subtitle(self) -> str:
        return str(self.row)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        address = find_edit_address(self.request.user, self.row)
        context = super().get_context_data(**kwargs)
        return {**context, "row": self.row, "edit_url": address, "maker": self.find_maker()}

    def find_maker(self) -> tuple[Any, str] | None:
        """What made the row, such as a vendor, and the address of its report; None if the person may not see that."""
        maker = getattr(self.row, self.kind.maker) if self.kind.maker else None
        kind = find_kind(type(maker)) if maker is not None else None
        if maker is None or kind is None or (self.protected and not is_own(self.request.user, maker)):
            return None
        return maker, find_report_address(kind, maker.pk)
