"""The admin's own look: style sheet, icons, a shorter menu, and the panel of the last imports."""

from typing import Any

from django.apps import apps
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from cms.site.dashboard import DashboardPanel
from cms.site.picture_report import PictureReport
from cms.visibility.current import admin_gate

ICONS = ["building", "calculator"]


@hooks.register("register_admin_viewset")
def report() -> PictureReport:
    return PictureReport()


@hooks.register("insert_global_admin_css")
def style_sheet() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("cms/admin.css"))


@hooks.register("insert_global_admin_js")
def script() -> SafeString:
    return format_html('<script src="{}"></script>', static("cms/start.js"))


@hooks.register("insert_global_admin_js")
def form_errors() -> SafeString:
    saved = _("Saved as a draft. Correct the errors below, then publish.")
    return format_html(
        '<script src="{}" data-draft-saved="{}"></script>', static("cms/form_errors.js"), saved
    )


@hooks.register("insert_global_admin_js")
def tag_labels() -> SafeString:
    return format_html('<script src="{}"></script>', static("cms/tag_labels.js"))


@hooks.register("insert_global_admin_js")
def window_names() -> SafeString:
    return format_html('<script src="{}"></script>', static("cms/window_names.js"))


@hooks.register("register_icons")
def icons(found: list[str]) -> list[str]:
    return [*found, *(f"cms/icons/{name}.svg" for name in ICONS)]


@hooks.register("construct_main_menu")
def remove_snippets_item(request: HttpRequest, items: list[Any]) -> None:
    """Every kind has its own place in the menu, so Wagtail's page of all snippets would only repeat them."""
    items[:] = [item for item in items if item.name != "snippets"]


@hooks.register("construct_page_chooser_queryset")
def filter_page_chooser(pages: Any, request: HttpRequest) -> Any:
    """Browsing and searching pages to choose."""
    return admin_gate(request).narrow(pages)


@hooks.register("construct_explorer_page_queryset")
def filter_page_explorer(parent: Any, pages: Any, request: HttpRequest) -> Any:
    return admin_gate(request).narrow(pages)


class LastImportsPanel(DashboardPanel):
    """The last runs of the catalogue import and what each changed; one statement."""

    heading = _("Last imports")
    icon = "upload"
    permission = "importing.view_importrun"
    order = 140
    shown = 5

    def get_data(self, request: HttpRequest) -> dict[str, Any]:
        runs = list(apps.get_model("importing", "ImportRun").objects.order_by("-created_at")[: self.shown])
        return {
            "rows": [self.row(run) for run in runs],
            "text": "" if runs else _("Nothing has been imported yet."),
            "link": (reverse("importing:index"), _("Imports")),
        }

    def row(self, run: Any) -> tuple[str, str, Any]:
        counts = {"created": run.created, "updated": run.updated, "refused": run.refused}
        text = _("%(created)d new, %(updated)d changed, %(refused)d rejected") % counts
        return f"{run.file_name}: {text}", reverse("importing:inspect", args=[run.pk]), run.created_at


@hooks.register("construct_homepage_panels")
def panels(request: HttpRequest, found: list[Any]) -> None:
    if apps.is_installed("cms.exchange"):
        found.append(LastImportsPanel())
