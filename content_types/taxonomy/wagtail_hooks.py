"""What the taxonomy adds to the admin: the care that a category with others below needs."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _, gettext_lazy
from wagtail import hooks
from wagtail.admin import messages

from cms.site.reports import ReportViewSet
from content_types.base.text_report import build_text_report
from content_types.taxonomy.attribute_report import AttributeTextReport
from content_types.taxonomy.models import Category, Tag, UseCase


@hooks.register("register_admin_viewset")
def reports() -> list[ReportViewSet]:
    """The reports of what is not translated."""
    return [
        build_text_report(Category, "name", "description", icon="folder-open-inverse", order=111)(),
        build_text_report(UseCase, "name", "description", icon="clipboard-list", order=113)(),
        build_text_report(Tag, "name", icon="tag", order=114)(),
        AttributeTextReport(),
    ]


@hooks.register("before_delete_snippet")
def keep_parents(request: HttpRequest, instances: list[Any]) -> HttpResponse | None:
    """Deleting a node of a tree would delete all below it: refuse while there are any."""
    parents = [row.name for row in instances if isinstance(row, Category) and row.numchild]
    if not parents:
        return None
    text = _("Move or delete the categories below %(names)s first.") % {"names": ", ".join(parents)}
    messages.error(request, text)
    return redirect(Category.snippet_viewset.get_url_name("list"))


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    """Tags were merged by an action of their own before `cms.merging`; its entries stay in the history."""
    label, message = gettext_lazy("Merge tags"), gettext_lazy("Other tags were merged into it")
    actions.register_action("taxonomy.merge_tags", label, message)
