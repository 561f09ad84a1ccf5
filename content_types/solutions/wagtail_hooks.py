"""The directory in the admin: its group in the menu, and the panel of profiles that are due for a check."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from cms.visibility.current import admin_gate
from content_types.solutions.bulk_actions import BULK_ACTIONS
from content_types.solutions.cards import DuePanel, OwnPanel
from content_types.solutions.duplicates import find_duplicates
from content_types.solutions.marking import list_header_buttons
from content_types.solutions.models import Solution
from content_types.solutions.reports import DuplicateReport, StaleReport
from content_types.solutions.viewsets import SolutionListing
from content_types.taxonomy.viewsets import CategoryViewSet, TagViewSet, UseCaseViewSet
from content_types.vendors.choosers import person_chooser
from content_types.vendors.claims.viewsets import ClaimViewSet
from content_types.vendors.reports import VendorDuplicateReport, VendorTextReport
from content_types.vendors.viewsets import VendorViewSet

SHOWN = 5


class DirectoryGroup(SnippetViewSetGroup):
    menu_label = _("Directory")
    menu_name = "directory"
    menu_icon = "grid"
    menu_order = 210
    submenu_hook = "register_directory_menu_item"
    items = (SolutionListing, VendorViewSet, ClaimViewSet, CategoryViewSet, UseCaseViewSet, TagViewSet)


@hooks.register("register_admin_viewset")
def viewsets() -> list[object]:
    return [
        DirectoryGroup(),
        person_chooser,
        StaleReport(),
        DuplicateReport(),
        VendorDuplicateReport(),
        VendorTextReport(),
    ]


@hooks.register("register_permissions")
def permissions() -> QuerySet:
    return Permission.objects.filter(content_type__app_label="solutions", codename="change_solution")


for action in BULK_ACTIONS:
    hooks.register("register_bulk_action", action)

hooks.register("register_page_header_buttons", list_header_buttons)


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    actions.register_action("solutions.check", _("Mark as checked"), _("Marked as checked"))


@hooks.register("after_create_page")
@hooks.register("after_publish_page")
def report_duplicates(request: HttpRequest, page: Any) -> None:
    """Name the solutions that a new one is likely the same as, with links to them; once in a request."""
    is_new = not page.live or page.first_published_at == page.last_published_at
    if not isinstance(page, Solution) or not is_new or hasattr(request, "duplicates_named"):
        return
    request.duplicates_named = True  # type: ignore[attr-defined]
    rows = admin_gate(request).narrow(Solution.objects.all())
    if found := find_duplicates(page, rows)[:SHOWN]:
        names = ", ".join(f"“{each.title}”" + (f" ({each.vendor})" if each.vendor else "") for each in found)
        text = _("“%(title)s” may be on the site already: %(names)s. Compare them before you go on.")
        buttons = [link_to(each, request.user) for each in found]
        messages.warning(request, text % {"title": page.title, "names": names}, buttons=buttons)


def link_to(page: Solution, user: Any) -> Any:
    """A button that opens a page: its form for people who may edit it, the public page for others."""
    editable = page.permissions_for_user(user).can_edit()
    address = reverse("wagtailadmin_pages:edit", args=[page.pk]) if editable else page.full_url
    return messages.button(address, _("Open “%(title)s”") % {"title": page.title}, new_window=True)


@hooks.register("construct_homepage_panels")
def panels(request: HttpRequest, found: list[Any]) -> None:
    found += [OwnPanel(), DuePanel()]
