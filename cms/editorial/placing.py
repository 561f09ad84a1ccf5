"""Pages that are moved and copied, as in the admin: where the owner may and the credential allows it."""

from __future__ import annotations

from typing import Any, Literal

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from pydantic import BaseModel, ConfigDict, Field
from wagtail.coreutils import find_available_slug
from wagtail.models import Page, Site

from cms.actors.actor import Actor
from cms.base.public_text import normalise_text
from cms.base.tree_locks import hold_tree, share_tree
from cms.editorial.bodies import read_body
from cms.editorial.errors import Refused
from cms.editorial.locks import lock_branch, lock_with_parent
from cms.editorial.reading import find_page
from cms.editorial.versions import check_version, load_latest, may_read_drafts
from cms.editorial.writing import (
    IS_ALIAS,
    check_scope,
    find_parent,
    find_writable,
    get_scope,
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
    title: str | None = None
    slug: str | None = None


class Names(forms.Form):
    """What the admin's form of a copy checks."""

    title = forms.CharField(max_length=255)
    slug = forms.SlugField(max_length=255, allow_unicode=settings.WAGTAIL_ALLOW_UNICODE_SLUGS)


def move_page(request: HttpRequest, actor: Actor, key: int) -> Page:
    """A page below another one, with those below it. Its addresses change, so a public one takes `publish`, too."""
    get_scope(actor, "change")
    given = Move.model_validate(read_fields(request, actor))
    with writing(request, actor) as owner:
        hold_tree()
        lock_with_parent(key, given.destination_id)
        page = find_writable(request, actor, "change", key)
        check_movable(actor, page)
        target = find_parent(request, given.destination_id)
        if not Page._slug_is_available(page.slug, target, page):
            raise Refused(409, SLUG_IS_TAKEN.format(slug=page.slug))
        lock_branch(page)
        if given.position == "first-child":
            lock_branch(target)  # the paths of those that stand there change, too
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
        share_tree()
        lock_with_parent(key, *filter(None, [given.destination_id]))
        page = find_page(request, key).specific
        check_scope(actor, "create", type(page), page.locale.language_code)
        check_version(request, actor, page)
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
    """The title and slug of a copy; ValidationError for what neither can be, Refused for a slug that is taken."""
    sent = {"title": given.title, "slug": given.slug}
    form = Names({name: normalise_text(text) for name, text in sent.items() if text is not None})
    for name in form.fields.keys() - form.data.keys():
        del form.fields[name]
    if not form.is_valid():
        raise ValidationError(form.errors.as_data())
    names: dict[str, str] = form.cleaned_data
    if "slug" in names and not Page._slug_is_available(names["slug"], target):
        raise Refused(409, SLUG_IS_TAKEN.format(slug=names["slug"]))
    return {"slug": find_available_slug(target, page.slug), **names}
