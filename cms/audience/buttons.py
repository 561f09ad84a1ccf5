"""The way from a row to its report, for listings and edit forms."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets.button import Button

from cms.audience.access import is_editable
from cms.audience.models import VIEW
from cms.audience.rows import find_kind, find_report_address

__all__ = ["ReportButtonMixin", "build_buttons"]


class ReportButtonMixin:
    """For edit views of snippets that events are about: adds the report to the menu beside the title."""

    object: Any
    request: Any

    @property
    def header_more_buttons(self) -> list[Any]:
        added = build_buttons(self.object, type(self.object), self.request.user)
        return [*super().header_more_buttons, *added]  # type: ignore[misc]


def build_buttons(row: Any, model: Any, user: Any) -> Iterator[Button]:
    """The way to the report of a row, for people who may see it."""
    kind = model and find_kind(model)
    if kind and row.pk and (user.has_perm(VIEW) or is_editable(user, row)):
        yield Button(_("Visits"), find_report_address(kind, row.pk), icon_name="view", priority=36)
