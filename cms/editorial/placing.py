"""Pages that are moved and copied, as in the admin: where the owner may and the credential allows it."""

from __future__ import annotations

from typing import Any, Literal

from django.http import HttpRequest
from pydantic import BaseModel, ConfigDict, Field
from wagtail.coreutils import find_available_slug
from wagtail.models import Page, Site

from cms.actors.actor import Actor
from cms.editorial.bodies import read_body
from cms.editorial.errors import Refused
from cms.editorial.reading import find_page
from cms.editorial.versions import check_version, load_latest, may_read_drafts
from cms.editorial.writing import (
    IS_ALIAS,
    check_scope,
    find_parent,
    find_writable,
    get_scope,
    lock_page,
    record,
    run,
    writing,
)  # fmt: skip

__all__ = ["copy_page", "move_page"]

BRINGS_OTHERS = (
    "Pages stand below this one and would move with it: use a credential for all kinds and languages."
)
IS_ROOT = "This is the first page of a site: it cannot be moved here."
SLUG_IS_TAKEN = "Below that page stands one with the slug {slug!r}: choose another slug first."


class Given(BaseModel):
    """A body whose unknown names are refused."""

    model_config = ConfigDict(extra="forbid")


class Move(Given):
    destination_id: int = Field(ge=1, lt=2**31)
    position: Literal["first-child", "last-child"] = "last-child"


class Copy(Given):
    destination_id: int | None = Field(default=None, ge=1, lt=2**31)
    title: str | None = Field(default=None, min_length=1, max_length=255, pattern=r"^[^\x00]*$")
    slug: str | None = Field(default=None, pattern=r"^[-\w]+$", max_length=255)


def move_page(request: HttpRequest, actor: Actor, key: int) -> Page:
    """A page below another one, with those below it. Its addresses change, so a public one takes `publish`, too."""
    get_scope(actor, "change")
    given = Move.model_validate(read_fields(request, actor))
    with writing(request, actor) as owner:
        for each in sorted(
            {key, given.destination_id}
        ):  # always in this order, or two requests wait for each other
            lock_page(each)
        page = find_writable(request, actor, "change", key)
        check_version(request, page)
        check_movable(actor, page)
        target = find_parent(request, given.destination_id)
        if not Page._slug_is_available(page.slug, target, page):
            raise Refused(409, SLUG_IS_TAKEN.format(slug=page.slug))
        run("move", Page, page, target, pos=given.position, user=owner)
        record(actor, "move", page)
    return page


def read_fields(request: HttpRequest, actor: Actor) -> dict[str, Any]:
    """The object that was sent, without the empty `meta` of other requests."""
    data = read_body(request, actor)
    return {name: value for name, value in data.items() if name != "meta" or value}


def check_movable(actor: Actor, page: Page) -> None:
    """Refused for a page that is public, has others below it or is the first of a site, where that is not allowed."""
    if Site.objects.filter(root_page=page.pk).exists():
        raise Refused(409, IS_ROOT)
    scope = get_scope(actor, "change")
    if page.get_children().exists() and (scope.kinds is not None or scope.locales is not None):
        raise Refused(403, BRINGS_OTHERS)
    if page.live or page.get_descendants().live().exists():
        check_scope(actor, "publish", type(page), page.locale.language_code)


def copy_page(request: HttpRequest, actor: Actor, key: int) -> Page:
    """A draft like a page, below the same page or another one: of the public version, where no drafts may be read."""
    get_scope(actor, "create")
    given = Copy.model_validate(read_fields(request, actor))
    with writing(request, actor) as owner:
        page = find_page(request, key).specific
        check_scope(actor, "create", type(page), page.locale.language_code)
        check_version(request, page)
        if page.alias_of_id:
            raise Refused(409, IS_ALIAS)
        target = find_parent(request, given.destination_id or page.get_parent().pk)
        if with_drafts := may_read_drafts(actor, page):
            load_latest(page)
        made: Page = run(
            "copy", Page, page, to=target, keep_live=False, copy_revisions=with_drafts,
            update_attrs=choose_names(given, page, target), user=owner,
        )  # fmt: skip
        record(actor, "copy", made)
    return made


def choose_names(given: Copy, page: Page, target: Page) -> dict[str, str]:
    """The title and slug of a copy; Refused for a slug that is taken."""
    if given.slug and not Page._slug_is_available(given.slug, target):
        raise Refused(409, SLUG_IS_TAKEN.format(slug=given.slug))
    names = {"slug": given.slug or find_available_slug(target, page.slug)}
    return names | ({"title": given.title} if given.title else {})
