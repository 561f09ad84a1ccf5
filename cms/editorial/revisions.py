"""The versions of a page that are kept, for credentials that read drafts, and going back to one."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest
from pydantic import Field
from wagtail.models import Page, Revision

from cms.actors.actor import Actor
from cms.editorial.errors import Refused
from cms.editorial.placing import Given, read_fields
from cms.editorial.reading import find_page
from cms.editorial.versions import check_draft_access, check_rows
from cms.editorial.writing import find_writable, get_scope, record, run, writing

__all__ = ["list_revisions", "revert_page"]

NO_REVISION = "This page has no such version: see revisions/."


class Revert(Given):
    revision_id: int = Field(ge=1, lt=2**31)


def list_revisions(request: HttpRequest, actor: Actor, key: int) -> QuerySet[Revision]:
    """The versions of a page, the newest first; Refused where its drafts may not be read."""
    page = find_page(request, key).specific
    check_draft_access(actor, page)
    return page.revisions.order_by("-created_at", "-pk")  # type: ignore[no-any-return]


def revert_page(request: HttpRequest, actor: Actor, key: int) -> Page:
    """A new draft with the content of an older version."""
    get_scope(actor, "change")
    given = Revert.model_validate(read_fields(request, actor))
    with writing(request, actor) as owner:
        page = find_writable(request, actor, "change", key)
        check_draft_access(actor, page)
        revision = page.revisions.filter(pk=given.revision_id).first()
        if revision is None:
            raise Refused(422, NO_REVISION)
        check_rows(page, revision)
        run("revert", Page, instance=page, revision=revision, user=owner)
        record(actor, "revert", page)
    return page
