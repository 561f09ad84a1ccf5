"""The pages on which records are merged, and on which that is undone."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import AdminPageChooser
from wagtail.models import Page
from wagtail.snippets.widgets import AdminSnippetChooser

from cms.merging.actions import describe_gone, merge_records
from cms.merging.admin.records import build_merge_url, find_mergeable_model, load_records
from cms.merging.admin.summaries import Line, describe_rows, list_left, list_met, list_moves
from cms.merging.models import Merge
from cms.merging.permissions import find_lock_problems, find_permission_problems
from cms.merging.planning import plan_merge
from cms.merging.undoing import UndoPlan, find_undo_problems, plan_undo, undo_merge
from cms.visibility.current import admin_gate

__all__ = ["MergeView", "UndoView"]


class PageOfMerging(WagtailAdminTemplateMixin, TemplateView):
    """A page below the list of merges; its header says what it is about."""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        merges = {"url": reverse("merging:index"), "label": _("Merges")}
        return [*self.breadcrumbs_items, merges, {"url": "", "label": self.get_header_title()}]


class MergeView(PageOfMerging):
    """Asks which record to keep, shows what a merge will do, and does it.

    keep: the key of the record that stays. merge: those of the others.
    """

    template_name = "merging/merge.html"
    page_title = gettext_lazy("Merge")
    header_icon = "resubmit"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.model = find_mergeable_model(request.user, kwargs["app_label"], kwargs["model_name"])
        try:
            self.load(request)
        except Http404:
            if not is_merged(self.model, [*request.POST.getlist("keep"), *request.POST.getlist("merge")]):
                raise
            messages.error(request, describe_gone())
            return redirect("merging:index")
        return super().dispatch(request, *args, **kwargs)

    def load(self, request: HttpRequest) -> None:
        """Take the records that the address or the form names; Http404 for one that is not there."""
        data = request.POST if request.method == "POST" else request.GET
        kept = load_records(request, self.model, data.getlist("keep")[:1])
        self.kept = kept[0] if kept else None
        self.records = load_records(request, self.model, [*data.getlist("keep")[:1], *data.getlist("merge")])
        self.merged = [row for row in self.records if self.kept is None or row.pk != self.kept.pk]

    def get_page_subtitle(self) -> str:
        return str(self.model._meta.verbose_name_plural)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context |= {"records": self.records, "kept": self.kept, "merged": self.merged}
        if self.kept is None or not self.merged:
            chooser = build_chooser(self.model)
            return context | {
                "chooser": chooser.render("merge", None, {"id": "id_merge"}),
                "media": context.get("media", chooser.media) + chooser.media,
            }
        return context | self.describe_plan()

    def describe_plan(self) -> dict[str, Any]:
        plan = plan_merge(self.kept, self.merged)
        problems = [
            *plan.problems,
            *find_permission_problems(self.request.user, self.kept, self.merged),
            *find_lock_problems(self.request.user, self.records),
        ]
        return {
            "problems": problems,
            "moves": [] if problems else list_moves(plan, self.kept, self.merged),
            "met": list_met(plan),
            "left": list_left(plan),
            "warnings": [*plan.notes, *plan.warnings],
            "again": build_merge_url(self.model, merge=[row.pk for row in self.records]),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.kept is None:
            messages.error(request, _("Choose the record to keep."))
            return redirect(build_merge_url(self.model, merge=[row.pk for row in self.records]))
        try:
            merge = merge_records(self.kept, self.merged, request.user)
        except ValidationError as error:
            for text in error.messages:
                messages.error(request, text)
            return redirect(self.build_remaining_url())
        undo = messages.button(reverse("merging:undo", args=[merge.pk]), _("Undo this merge"))
        text = _("“%(kept)s” is the one record now.") % {"kept": self.kept}
        messages.success(request, text, buttons=[undo])
        return redirect(find_edit_url(request.user, self.kept))

    def build_remaining_url(self) -> str:
        """This page again, with those of the records that are still there."""
        left = self.model._base_manager.in_bulk([row.pk for row in self.records])
        keep = self.kept.pk if self.kept is not None and self.kept.pk in left else None
        return build_merge_url(self.model, keep=keep, merge=[key for key in left if key != keep])


def is_merged(model: Any, keys: list[str]) -> bool:
    """Whether somebody merged one of these records into another, after the form that names it was opened."""
    kind = ContentType.objects.get_for_model(model, for_concrete_model=False)
    return Merge.objects.filter(content_type=kind, undone_at=None, merged__has_any_keys=keys).exists()


def build_chooser(model: Any) -> Any:
    if issubclass(model, Page):
        return AdminPageChooser(target_models=[model])
    return AdminSnippetChooser(model)


def find_edit_url(user: Any, row: Any) -> str:
    return AdminURLFinder(user).get_edit_url(row) or reverse("wagtailadmin_home")


class UndoView(PageOfMerging):
    """Shows what undoing a merge will restore, and what it will leave, and does it."""

    template_name = "merging/undo.html"
    page_title = gettext_lazy("Undo this merge")
    header_icon = "undo"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.merge = get_object_or_404(Merge, pk=kwargs["merge"])
        model = self.merge.model
        if model is not None:
            find_mergeable_model(request.user, model._meta.app_label, model._meta.model_name)
            load_kept(request, model, self.merge)
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return str(self.merge)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        plan = plan_undo(self.merge, self.request.user)
        problems = [*plan.problems]
        if plan.kept is not None:
            problems += find_undo_problems(plan.kept, self.request.user)
        return super().get_context_data(**kwargs) | {
            "merge": self.merge,
            "problems": problems,
            "returning": list_returning(plan),
            "reports": plan.list_reports(),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            plan = undo_merge(self.merge, request.user)
        except ValidationError as error:
            for text in error.messages:
                messages.error(request, text)
            return redirect("merging:undo", self.merge.pk)
        messages.success(request, _("The merge is undone: %(names)s.") % {"names": str(self.merge)})
        for text in plan.list_reports():
            messages.warning(request, text)
        return redirect(find_edit_url(request.user, plan.kept))


def load_kept(request: HttpRequest, model: Any, merge: Merge) -> None:
    """PermissionDenied where the record that was kept is hidden; its absence is explained on the page."""
    row = model._base_manager.filter(pk=merge.kept).first()
    hidden = admin_gate(request).hides(row) if row is not None else not admin_gate(request).sees_all(model)
    if hidden:
        raise PermissionDenied(_("You may not undo this merge."))


def list_returning(plan: UndoPlan) -> list[Line]:
    """Numbers of rows that return to the restored records, by kind."""
    numbers = {model: len(rows) for model, rows in plan.rows.back.items()}
    for model, rows in plan.rows.rows.items():
        numbers[model] = numbers.get(model, 0) + len(rows)
    return [Line(describe_rows(model), number) for model, number in numbers.items() if number]
