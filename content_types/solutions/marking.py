"""The button that marks one profile as checked, in the listing and on its form, and what it calls."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.widgets.button import Button

from cms.base.paths import build_path
from content_types.solutions.bulk_actions import describe_checks
from content_types.solutions.checks import mark_checked
from content_types.solutions.models import Solution
from content_types.solutions.panels import EDITORS_ONLY
from content_types.solutions.refusals import find_refusal

__all__ = ["CheckedColumn", "build_check_button", "list_header_buttons", "mark_one"]


@require_POST
def mark_one(request: HttpRequest, page_id: int) -> HttpResponse:
    """Mark one profile as checked, and go back to where the button was."""
    if not request.user.has_perm(EDITORS_ONLY):
        raise PermissionDenied
    page = get_object_or_404(Solution, pk=page_id)
    if refusal := find_refusal(page, request.user):
        messages.error(request, refusal)
    else:
        changed = mark_checked([page], request.user)
        messages.success(request, describe_checks(changed, 1 - changed))
    return redirect(
        get_valid_next_url_from_request(request) or reverse("wagtailadmin_pages:edit", args=[page.pk])
    )


def build_check_button(page: Solution, classname: str = "", **options: Any) -> Button:
    """A button that posts; Wagtail's script for it takes the reader back to the same page."""
    attrs = {
        "data-controller": "w-action",
        "data-action": "w-action#post",
        "data-w-action-url-value": build_path("solutions:check", page.pk),
        "aria-label": _("Mark “%(title)s” as checked") % {"title": page.title},
    }
    return Button(_("Mark as checked"), None, classname=classname, attrs=attrs, **options)


def list_header_buttons(
    page: Any, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """The entry in the menu beside the title of a solution."""
    if isinstance(page, Solution) and user.has_perm(EDITORS_ONLY) and not find_refusal(page, user):
        yield build_check_button(page, icon_name="check", priority=12)


class CheckedColumn(Column):
    """When a profile was last checked, and the button for editors."""

    cell_template_name = "solutions/checked_cell.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        may_mark = parent_context["request"].user.has_perm(EDITORS_ONLY) and not instance.alias_of_id
        button = build_check_button(instance, "button button-small button-secondary") if may_mark else None
        return {**context, "button": button}
