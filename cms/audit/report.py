"""The audit log in the admin: who did what, for people who may see all of it."""

from __future__ import annotations

from typing import Any

import django_filters
from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn

from cms.audit.models import AuditEvent
from cms.audit.words import describe_data, describe_kind, describe_target, describe_user
from cms.site.reports import EditorialReport, ReportViewSet

__all__ = ["AuditReport"]

AREAS = {
    "sign-in": (_("Signing in"), ("sign_in.", "sessions.")),
    "accounts": (
        _("Accounts and permissions"),
        ("account.", "permission.", "person.", "factor.", "consent."),
    ),
    "keys": (_("API keys"), ("key.", "client.", "signing_key.")),
    "exports": (_("Exports"), ("export.",)),
    "content": (_("Content"), ("wagtail.", "cms.", "solutions.")),
    "plugins": (_("Plugins"), ("extensions.",)),
}
"""Label and beginnings of the kinds of events, by the value of the filter."""


class AuditFilterSet(WagtailFilterSet):
    area = django_filters.ChoiceFilter(
        label=_("Area"),
        method="filter_area",
        choices=[(key, label) for key, (label, _kinds) in AREAS.items()],
    )
    user = django_filters.CharFilter(label=_("Username"), method="filter_user")
    happened_at = django_filters.DateFromToRangeFilter(label=_("Time"), widget=DateRangePickerWidget)

    class Meta:
        model = AuditEvent
        fields = ["area", "user", "happened_at"]

    def filter_area(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        rule = Q()
        for beginning in AREAS[value][1]:
            rule |= Q(kind__startswith=beginning)
        return rows.filter(rule)

    def filter_user(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """What a user did, and what was done to their account."""
        keys = list(get_user_model()._default_manager.filter(username=value).values_list("pk", flat=True))
        targets = Q(target_type="accounts.user", target_key__in=map(str, keys))
        return rows.filter(Q(actor__in=keys) | targets)


class AuditLog(EditorialReport):
    """All events, the last first."""

    model = AuditEvent
    page_title = _("Audit log")
    header_icon = "history"
    explanation = _(
        "Who signed in, published, deleted, or changed accounts, permissions, keys and plugins. Nothing here can be"
        " changed; `manage.py audit verify` checks that nothing was."
    )
    empty_text = _("Nothing has happened yet.")
    filterset_class = AuditFilterSet
    search_fields = ("kind", "target_type", "target_key", "target_label")
    default_ordering = ("-pk",)
    paginate_by = 100
    list_export = [
        "happened_at",
        "kind",
        "actor",
        "target_type",
        "target_key",
        "target_label",
        "data",
        "request",
    ]
    columns = [
        DateColumn("happened_at", label=_("Time")),
        Column("event", label=_("Action"), classname="title"),
        Column("actor_name", label=_("Username")),
        Column("target", label=_("What")),
        Column("details", label=_("Details")),
    ]

    @classmethod
    def is_for(cls, user: Any) -> bool:
        return bool(user.has_perm("audit.view_auditevent"))

    def get_base_queryset(self) -> QuerySet:
        return AuditEvent.objects.all()

    def decorate(self, rows: list[Any]) -> None:
        users = get_user_model()._default_manager.filter(pk__in={*find_user_keys(rows)})
        names = dict(users.values_list("pk", "username"))
        for row in rows:
            row.actor_name = describe_user(row.actor, names)
            row.target = describe_target(row, names)
            row.event, row.details = describe_kind(row.kind), describe_data(row)


def find_user_keys(rows: list[Any]) -> list[int]:
    """The users that rows name, as who acts or what is changed."""
    targets = [int(row.target_key) for row in rows if row.target_type == "accounts.user"]
    return [*targets, *(row.actor for row in rows if row.actor is not None)]


class AuditReport(ReportViewSet):
    name = "audit_log"
    view_class = AuditLog
    menu_order = 1000
