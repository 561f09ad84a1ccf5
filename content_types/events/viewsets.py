"""The admin's listings of events and of the people who registered."""

from zoneinfo import ZoneInfo

import django_filters
from django import forms
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _, pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn
from wagtail.admin.views.generic import IndexView

from cms.site.viewsets import ReadOnlyViewSet
from content_types.base.listings import KindIndexView, KindListing, page_columns
from content_types.events.choices import EventStatus, RegistrationState
from content_types.events.models import Event, Registration, build_not_over_rule
from content_types.events.occurrences import build_next_relation
from content_types.events.schedule import local

WHEN = [("upcoming", _("Running or coming")), ("past", _("Over"))]


def build_upcoming_rule() -> Q:
    return build_not_over_rule(timezone.now())


class EventFilterSet(WagtailFilterSet):
    when = django_filters.ChoiceFilter(
        label=_("When"), choices=WHEN, method="filter_when", widget=forms.RadioSelect, empty_label=_("All")
    )

    status = django_filters.ChoiceFilter(
        label=_("Takes place"), choices=EventStatus.choices, widget=forms.RadioSelect, empty_label=_("All")
    )

    class Meta:
        model = Event
        fields = ["when", "attendance_mode", "status", "live"]

    def filter_when(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return (
            queryset.filter(build_upcoming_rule())
            if value == "upcoming"
            else queryset.exclude(build_upcoming_rule())
        )


class EventIndexView(KindIndexView):
    related = ("organiser",)
    search_fields = ("title", "slug", "venue_name", "organiser_name", "organiser__name")
    default_ordering = "next_start_at"

    def get_base_queryset(self) -> QuerySet:
        """Next event first; those that are over, and drafts, last."""
        rows = super().get_base_queryset().annotate(next=build_next_relation(timezone.now()))
        return rows.annotate(next_start_at=F("next__starts_at"))

    def order_queryset(self, queryset: QuerySet) -> QuerySet:
        if self.ordering != self.default_ordering:
            return super().order_queryset(queryset)
        return queryset.order_by(F(self.default_ordering).asc(nulls_last=True), "-starts_at", "pk")


class LocalTimeColumn(Column):
    """A moment in the event's own time zone, which stands beside it; empty when there is none."""

    def get_value(self, instance: Event) -> str:
        moment = super().get_value(instance)
        if moment is None:
            return ""
        wall = local(moment, ZoneInfo(instance.time_zone))
        return f"{date_format(wall, 'DATETIME_FORMAT')} ({instance.time_zone})"


def name_place(event: Event) -> str:
    """The venue, or whether the event is online."""
    return event.venue_name or str(event.get_attendance_mode_display())


class EventListing(KindListing):
    name = "events"
    model = Event
    icon = "calendar-alt"
    menu_label = _("Events")
    menu_order = 220
    add_to_admin_menu = True
    index_view_class = EventIndexView
    filterset_class = EventFilterSet
    columns = page_columns(
        LocalTimeColumn("next_start_at", label=pgettext_lazy("date", "Next"), sort_key="next_start_at"),
        LocalTimeColumn("starts_at", label=_("Starts"), sort_key="starts_at"),
        Column("place", label=_("Place"), accessor=name_place, sort_key="venue_name"),
        Column(
            "organiser", label=_("Organiser"), accessor=lambda event: event.organiser or event.organiser_name
        ),
        Column("get_status_display", label=_("Takes place"), sort_key="status"),
        label=_("Event"),
    )
    list_export = [
        "title",
        "slug",
        "starts_at",
        "ends_at",
        "time_zone",
        "recurrence",
        "attendance_mode",
        "venue_name",
        "organiser",
        "organiser_name",
        "capacity",
        "status",
        "live",
    ]
    export_filename = "events"


class RegistrationIndexView(IndexView):
    default_ordering = ("-created_at", "-pk")

    def get_base_queryset(self) -> QuerySet:
        return super().get_base_queryset().select_related("event", "user").defer("event__body")


class RegistrationListing(ReadOnlyViewSet):
    """Who registered for which event. Names and addresses: for those who may see registrations alone."""

    model = Registration
    name = url_namespace = "registrations"
    url_prefix = "events/registrations"
    icon = "group"
    menu_label = _("Registrations")
    menu_hook = "register_reports_menu_item"
    menu_order = 1200
    index_view_class = RegistrationIndexView
    list_filter = ["state", "event"]
    list_per_page = 50
    search_fields = ["name", "email", "event__title"]
    list_display = [
        "name",
        Column("email", label=_("E-mail"), sort_key="email"),
        Column("event", label=_("Event"), sort_key="event__title"),
        StatusTagColumn(
            "get_state_display",
            label=_("State"),
            primary=lambda row: row.state == RegistrationState.CONFIRMED,
            sort_key="state",
        ),
        DateColumn("created_at", label=_("Registered"), sort_key="created_at"),
    ]
    list_export = ["event", "name", "email", "state", "created_at"]
    export_filename = "registrations"
