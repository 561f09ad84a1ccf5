"""The addresses below /api/v3/. They are Wagtail's; what is not named here is not offered."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver
from ninja import NinjaAPI, Query, Schema, Status
from wagtail.api.v3.registry import registry as shapes
from wagtail.api.v3.schemas.pages import BasePageSchema
from wagtail.api.v3.schemas.revisions import RevisionSchema
from wagtail.models import Page

from cms.actors.actor import Actor
from cms.declarations.scopes import Scope
from cms.editorial import placing, reading, revisions, writing
from cms.editorial.credentials import authenticate
from cms.editorial.errors import connect_errors, explain_methods
from cms.editorial.kinds import list_kinds
from cms.editorial.parameters import refuse_other_parameters
from cms.editorial.versions import find_draft, get_version, may_change

__all__ = ["api"]


class EditorialAPI(NinjaAPI):
    """Whose answers no cache keeps: they are for one credential."""

    @property
    def urls(self) -> tuple[list[URLResolver | URLPattern], str, str]:
        patterns, application, namespace = super().urls
        for each in patterns:
            if isinstance(each, URLPattern):
                each.callback = explain_methods(each.callback)
        return patterns, application, namespace

    def create_temporal_response(self, request: HttpRequest) -> HttpResponse:
        response = super().create_temporal_response(request)
        response["Cache-Control"] = "no-store"
        return response


api = EditorialAPI(
    title="Editorial API", urls_namespace="wagtailapi_v3", auth=authenticate, docs_url=None, openapi_url=None
)
"""In Wagtail's name space, by which its schemas find the address of a page."""
connect_errors(api)
api.add_decorator(refuse_other_parameters, mode="operation")


class PageList(Schema):
    """Some of the pages that fit. count: of all of them."""

    count: int
    items: list[BasePageSchema]


class RevisionList(Schema):
    """Some of the versions of a page. count: of all of them."""

    count: int
    items: list[RevisionSchema]


def get_caller(request: HttpRequest) -> Actor:
    """The actor, as `authenticate` has found it."""
    return request.auth  # type: ignore[attr-defined, no-any-return]


def get_scope(request: HttpRequest) -> Scope:
    """What the credential is limited to."""
    return get_caller(request).scope or Scope()


@api.get("/pages/", response=PageList, url_name="list_pages")
def list_pages(
    request: HttpRequest, type: str = "", locale: str = "", slug: str = "", child_of: int | None = None,
    limit: int = Query(20, ge=1, le=100), offset: int = Query(0, ge=0, le=10_000),
) -> dict[str, Any]:  # fmt: skip
    scope = get_scope(request)
    rows = reading.list_pages(request, scope, type=type, locale=locale, slug=slug, child_of=child_of)
    return {"count": rows.count(), "items": list(rows[offset : offset + limit])}


@api.get("/pages/{int:page_id}/", response=dict[str, Any], url_name="detail_page")
def show_page(
    request: HttpRequest, response: HttpResponse, page_id: int, draft: bool = False
) -> dict[str, Any]:
    page, actor = reading.find_page(request, page_id).specific, get_caller(request)
    row = find_draft(actor, page) if draft else page
    if whole := may_change(actor, page):
        response["ETag"] = get_version(page)
    return reading.describe_page(request, row, whole=whole)


@api.post("/pages/", response={201: dict[str, Any]}, url_name="create_page")
def create_page(request: HttpRequest) -> Any:
    return Status(201, describe(request, writing.create_page(request, get_caller(request))))


@api.patch("/pages/{int:page_id}/", response=dict[str, Any], url_name="change_page")
def change_page(request: HttpRequest, page_id: int) -> dict[str, Any]:
    return describe(request, writing.change_page(request, get_caller(request), page_id))


@api.post("/pages/{int:page_id}/actions/publish/", response=dict[str, Any], url_name="publish_page")
def publish_page(request: HttpRequest, page_id: int) -> dict[str, Any]:
    return describe(request, writing.publish_page(request, get_caller(request), page_id))


@api.post("/pages/{int:page_id}/actions/unpublish/", response=dict[str, Any], url_name="unpublish_page")
def unpublish_page(request: HttpRequest, page_id: int) -> dict[str, Any]:
    return describe(request, writing.unpublish_page(request, get_caller(request), page_id))


@api.post("/pages/{int:page_id}/actions/unschedule/", response=dict[str, Any], url_name="unschedule_page")
def unschedule_page(request: HttpRequest, page_id: int) -> dict[str, Any]:
    return describe(request, writing.unschedule_page(request, get_caller(request), page_id))


@api.post("/pages/{int:page_id}/actions/move/", response=dict[str, Any], url_name="move_page")
def move_page(request: HttpRequest, page_id: int) -> dict[str, Any]:
    return describe(request, placing.move_page(request, get_caller(request), page_id))


@api.post("/pages/{int:page_id}/actions/copy/", response={201: dict[str, Any]}, url_name="copy_page")
def copy_page(request: HttpRequest, page_id: int) -> Any:
    return Status(201, describe(request, placing.copy_page(request, get_caller(request), page_id)))


@api.get("/pages/{int:page_id}/revisions/", response=RevisionList, url_name="list_page_revisions")
def list_page_revisions(
    request: HttpRequest, page_id: int, limit: int = Query(20, ge=1, le=100), offset: int = Query(0, ge=0, le=10_000)
) -> dict[str, Any]:  # fmt: skip
    rows = revisions.list_revisions(request, get_caller(request), page_id)
    return {"count": rows.count(), "items": list(rows[offset : offset + limit])}


@api.post("/pages/{int:page_id}/actions/revert/", response=dict[str, Any], url_name="revert_page")
def revert_page(request: HttpRequest, page_id: int) -> dict[str, Any]:
    return describe(request, revisions.revert_page(request, get_caller(request), page_id))


@api.delete("/pages/{int:page_id}/", response={204: None}, url_name="delete_page")
def delete_page(request: HttpRequest, page_id: int) -> Any:
    writing.delete_page(request, get_caller(request), page_id)
    return Status(204, None)


@api.get("/schema/", response=dict[str, Any], url_name="list_schemas")
def list_schemas(request: HttpRequest) -> dict[str, Any]:
    kinds = list_kinds(get_scope(request))
    return {"types": [each.dict() for each in shapes.list_content_types() if each.name in kinds]}


@api.get("/schema/{name}/", response=dict[str, Any], url_name="show_schema")
def show_schema(request: HttpRequest, name: str) -> dict[str, Any]:
    found = shapes.get_type_schemas(name) if name in list_kinds(get_scope(request)) else None
    if found is None:
        raise Http404
    return found


@api.get("/whoami/", response=dict[str, Any], url_name="whoami")
def whoami(request: HttpRequest) -> dict[str, Any]:
    """What the credential is limited to; null for no such limit."""
    actor, scope = get_caller(request), get_scope(request)
    limits = {name: sorted(found) if found is not None else None for name, found in (
        ("kinds", scope.kinds), ("locales", scope.locales), ("actions", scope.actions),
    )}  # fmt: skip
    return {
        "user": actor.user_id,
        "credential": actor.kind.value,
        "drafts": scope.drafts is not None,
        **limits,
    }


def describe(request: HttpRequest, page: Page) -> dict[str, Any]:
    """What is told of a page that was written: no text, for revisions hold what the credential may not read. Those that
    read drafts are told when a version goes live."""
    stored = Page.objects.values("slug", "live", "has_unpublished_changes").get(pk=page.pk)
    meta = {"type": page._meta.label, "locale": page.locale.language_code, **stored}
    if get_scope(request).drafts is not None:
        moments = page.revisions.filter(approved_go_live_at__isnull=False)
        meta["approved_go_live_at"] = moments.values_list("approved_go_live_at", flat=True).first()
    return {"id": page.pk, "meta": meta}
