"""The admin pages of the import: all runs, a new one, and how one goes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext, gettext_lazy as _
from django.views.decorators.http import require_POST
from django.views.generic import FormView
from wagtail.admin.auth import PermissionPolicyChecker
from wagtail.admin.ui.tables import Column, DateColumn, NumberColumn, StatusTagColumn
from wagtail.admin.views.generic import IndexView, InspectView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.permission_policies import ModelPermissionPolicy

from cms.exchange.forms import UploadForm
from cms.exchange.models import ImportRun
from cms.exchange.runs.locks import check_all_interrupted, check_interrupted, is_late
from cms.exchange.runs.progress import HELD_BACK
from cms.exchange.runs.report import group_problems, write_report
from cms.exchange.runs.shared_progress import read_progress
from cms.exchange.runs.tasks import import_upload
from cms.site.viewsets import ReadOnlyViewSet

UPLOADS_KEPT = timedelta(days=7)
SHOWN_PROBLEMS = 100

may_import = PermissionPolicyChecker(ModelPermissionPolicy(ImportRun)).require("add")
may_look = PermissionPolicyChecker(ModelPermissionPolicy(ImportRun)).require_any("add", "change", "view")


def start(run: ImportRun) -> None:
    """Hand a run over to the worker as soon as its row is committed."""
    transaction.on_commit(lambda: import_upload.enqueue(run.pk))


def forget_old_uploads() -> None:
    """Delete uploaded files that have not been used for a week; the records of their runs stay."""
    for run in ImportRun.objects.exclude(upload="").filter(created_at__lt=timezone.now() - UPLOADS_KEPT):
        run.upload.delete()


class RunIndexView(IndexView):
    any_permission_required = ("add", "change", "view")

    def get_base_queryset(self) -> Any:
        check_all_interrupted()
        return super().get_base_queryset()

    @cached_property
    def add_url(self) -> str | None:
        return reverse("importing:new") if self.user_has_permission("add") else None

    @cached_property
    def add_item_label(self) -> str:
        return gettext("Import a file")


class NewRunView(WagtailAdminTemplateMixin, FormView):
    """Upload a file and try it out."""

    form_class = UploadForm
    page_title = _("Import a file")
    header_icon = "upload"
    template_name = "importing/new.html"
    extra_context = {
        "submit_button_label": _("Check the file"),
        "submit_button_active_label": _("Uploading…"),
        "form_is_multipart": True,
    }

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        runs = {"url": reverse("importing:index"), "label": gettext("Imports")}
        return [*self.breadcrumbs_items, runs, {"url": "", "label": self.page_title}]

    def form_valid(self, form: UploadForm) -> HttpResponse:
        forget_old_uploads()
        with transaction.atomic():
            run = form.start(self.request.user)
            start(run)
        return redirect("importing:inspect", run.pk)


class RunView(InspectView):
    """How far a run is and what came of it."""

    template_name = "importing/run.html"
    page_title = _("Import")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        can_import = self.request.user.has_perm("importing.add_importrun")
        return super().get_context_data(**outcome(self.object, can_import), **kwargs)


def outcome(run: ImportRun, can_import: bool) -> dict[str, Any]:
    """What the page of a run and its part that is polled show."""
    check_interrupted(run)
    read_progress(run)
    held_back = run.options.get(HELD_BACK, 0)
    usable = bool(run.created + run.updated + held_back)
    tried = run.dry_run and run.is_over and bool(run.upload) and usable
    problems, count = group_problems(run, SHOWN_PROBLEMS) if run.is_over else ([], 0)
    return {
        "run": run,
        "problems": problems,
        "others": count - len(problems),
        "is_late": is_late(run),
        "held_back": held_back,
        "can_start": can_import and tried,
    }


@may_look
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The part of a run's page that changes, for the page to fetch."""
    run = get_object_or_404(ImportRun, pk=pk)
    can_import = request.user.has_perm("importing.add_importrun")
    return render(request, "importing/outcome.html", outcome(run, can_import))


@may_look
def report(request: HttpRequest, pk: int, format: str) -> HttpResponse:
    """The rejected lines as a file, csv or jsonl."""
    run = get_object_or_404(ImportRun, pk=pk)
    response = HttpResponse(
        content_type="text/csv; charset=utf-8" if format == "csv" else "application/x-ndjson"
    )
    response["Content-Disposition"] = f'attachment; filename="import-{run.pk}-refused.{format}"'
    write_report(run.problems.all(), response, as_csv=format == "csv")
    return response


@require_POST
@may_import
def import_now(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Import what a dry run has tried, once however often the button is pressed."""
    with transaction.atomic():
        tried = get_object_or_404(ImportRun.objects.select_for_update(), pk=pk, dry_run=True)
        if not tried.upload:
            messages.error(request, gettext("The uploaded file is gone: upload it again."))
            return redirect("importing:inspect", pk)
        run = ImportRun.objects.create(
            file_name=tried.file_name,
            started_by=request.user,
            options=confirm_options(tried, request),
            upload=tried.upload.name,
        )
        tried.upload = ""
        tried.save(update_fields=["upload"])
        start(run)
    return redirect("importing:inspect", run.pk)


def confirm_options(tried: ImportRun, request: HttpRequest) -> dict[str, Any]:
    """The options of a dry run for its import, with duplicates if the person has confirmed them."""
    allowed = bool(tried.options.get("allow_duplicates") or request.POST.get("allow_duplicates"))
    kept = {name: value for name, value in tried.options.items() if name not in (HELD_BACK, "read_as")}
    return kept | {"allow_duplicates": allowed}


class ImportRunViewSet(ReadOnlyViewSet):
    model = ImportRun
    name = url_namespace = "importing"
    url_prefix = "imports"
    icon = "upload"
    menu_label = _("Import")
    menu_order = 800
    add_to_admin_menu = True
    index_view_class = RunIndexView
    inspect_view_enabled = True
    inspect_view_class = RunView
    default_ordering = ("-created_at",)
    list_display = [
        Column("file_name", label=_("File"), sort_key="file_name"),
        DateColumn("created_at", label=_("Started"), sort_key="created_at"),
        Column("started_by", label=_("By")),
        StatusTagColumn("get_state_display", label=_("State")),
        Column("dry_run", label=_("Dry run"), accessor=lambda run: _("yes") if run.dry_run else ""),
        NumberColumn("created", label=_("Created")),
        NumberColumn("updated", label=_("Updated")),
        NumberColumn("refused", label=_("Refused")),
    ]
    list_filter = ["state", "dry_run", "started_by"]

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path("new/", may_import(NewRunView.as_view()), name="new"),
            path("<int:pk>/progress/", progress, name="progress"),
            path("<int:pk>/refused.<str:format>", report, name="report"),
            path("<int:pk>/start/", import_now, name="start"),
        ]
