"""Versions of a page: the draft that a change goes on with, and the tag by which a machine says which it has read."""

from __future__ import annotations

from django.db.models import PROTECT, ForeignKey
from django.http import HttpRequest
from django.utils.http import parse_etags
from wagtail.models import Page, Revision

from cms.actors.actor import Actor
from cms.editorial.credentials import load_owner
from cms.editorial.errors import Refused

__all__ = [
    "check_draft_access",
    "check_rows",
    "check_version",
    "find_draft",
    "get_version",
    "load_latest",
    "may_change",
    "may_read_drafts",
]

NO_DRAFT = "Drafts of this page are read by credentials that read drafts and may change it."
NO_VERSION = "This credential may not change the page and knows none of its versions: leave out `If-Match`."
CHANGED = "The page was changed since you read it: read it again with `?draft=true`, and repeat the change."

REFERS_TO_GONE = "What this version has as {name!r} was deleted since: take another one (actions/revert/)."


def may_change(actor: Actor, page: Page) -> bool:
    """Whether the credential may change a page, and its owner too, who sees in the admin what it refers to."""
    scope, locale = actor.scope, page.locale.language_code
    if scope is None or not scope.allows("change", type(page), locale):
        return False
    owner = load_owner(actor)
    allowed = owner.has_perm("wagtailadmin.access_admin") and page.permissions_for_user(owner).can_edit()
    return bool(allowed)


def may_read_drafts(actor: Actor, page: Page) -> bool:
    return actor.scope is not None and actor.scope.drafts is not None and may_change(actor, page)


def check_draft_access(actor: Actor, page: Page) -> None:
    """Refused where the drafts of a page may not be read."""
    if not may_read_drafts(actor, page):
        raise Refused(403, NO_DRAFT)


def find_draft(actor: Actor, page: Page) -> Page:
    """The latest version of a page, with the changes that are not published; Refused where it may not be read."""
    check_draft_access(actor, page)
    return load_latest(page)


def load_latest(page: Page) -> Page:
    """The page as its latest version has it; Refused where that refers to a row that is gone."""
    try:
        return page.get_latest_revision_as_object()  # type: ignore[no-any-return]
    except Exception:  # modelcluster raises no class of its own
        if (latest := page.get_latest_revision()) is not None:
            check_rows(page, latest)
        raise


def check_rows(page: Page, revision: Revision) -> None:
    """Refused where a row is gone that the page cannot be without: Wagtail cannot load such a version."""
    for field in page._meta.get_fields():
        if not isinstance(field, ForeignKey) or field.remote_field.on_delete is not PROTECT:
            continue
        key = revision.content.get(field.name)
        if key is not None and not field.related_model._default_manager.filter(pk=key).exists():  # type: ignore[union-attr]
            raise Refused(422, REFERS_TO_GONE.format(name=field.name))


def get_version(page: Page) -> str:
    """The ETag of the latest version of a page. A page that was not edited since it was imported has version 0."""
    return f'"{page.latest_revision_id or 0}"'


def check_version(request: HttpRequest, actor: Actor, page: Page) -> None:
    """Refused where the request names, by `If-Match`, another version than the latest, and where it names any without
    being told of versions: the answers would tell."""
    if "If-Match" in request.headers and not may_change(actor, page):
        raise Refused(403, NO_VERSION)
    named = {each.removeprefix("W/") for each in parse_etags(request.headers.get("If-Match", "*"))}
    if "*" not in named and get_version(page) not in named:
        raise Refused(412, CHANGED)
