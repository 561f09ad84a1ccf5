"""Pages that are written: by the forms and actions of the admin, where the owner may and the credential allows it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import structlog
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest
from wagtail.actions import action_registry
from wagtail.api.v3.registry import registry as shapes
from wagtail.models import Page, Site
from wagtail.utils.forms import FormValidationError

from cms.actors.actor import Actor
from cms.base.events import tell_event
from cms.base.measures import EDITORIAL_WRITES
from cms.base.tree_locks import share_tree
from cms.declarations.scopes import Scope
from cms.editorial.bodies import parse_page, read_body, refuse_body
from cms.editorial.credentials import load_owner
from cms.editorial.errors import Refused
from cms.editorial.forms import build_change_form, build_create_form, place_errors
from cms.editorial.kinds import find_kind
from cms.editorial.locks import lock_branch, lock_page, lock_with_parent
from cms.editorial.reading import find_page
from cms.editorial.schedules import SCHEDULE, cancel_schedule, check_stored_schedule, is_scheduled
from cms.editorial.versions import check_version, load_latest
from cms.editorial.wholes import check_stored_bodies
from cms.visibility.current import admin_gate, use_request_gate

__all__ = [
    "change_page", "create_page", "delete_page", "publish_page", "unpublish_page", "unschedule_page",
]  # fmt: skip

logger = structlog.get_logger(__name__)
HAS_CHILDREN = "Pages stand below this one: move or delete them first."
IS_ROOT = "This is the first page of a site: it cannot be deleted here."
IS_NOT_LIVE = "This page is not published: there is nothing to take back."
IS_LOCKED = "This page is locked: unlock it in the admin first."
IS_SCHEDULED = (
    "A version of this page is scheduled, so it cannot be changed: cancel that by actions/unschedule/ first."
)
NO_ADMIN = "The owner of this credential may not enter the admin, where pages are written."
HAS_ALIASES = (
    "Aliases of this page in other languages would change with it: use a credential for those as well."
)
IS_INVALID = (
    "What is stored of this page is not valid, or does not go with what was sent: look at it in the admin, or use a "
    "credential that reads drafts, which is told the fields."
)
NO_SCHEDULE = "The owner of this credential may not publish this page, and so not cancel its schedule."
IS_ALIAS = "This page is an alias: change the page that it stands for."


@contextmanager
def writing(request: HttpRequest, actor: Actor) -> Iterator[Any]:
    """All or nothing, as the owner, who chooses of the rows that they see in the admin. Yields the owner."""
    request.user = owner = load_owner(actor)
    if not owner.has_perm("wagtailadmin.access_admin"):
        raise Refused(403, NO_ADMIN)
    with transaction.atomic(), use_request_gate(request):
        yield owner


@contextmanager
def quoting_no_draft(actor: Actor, sent: Collection[str] = ()) -> Iterator[None]:
    """What is said of fields that were not sent may quote a draft: only credentials that read drafts are told."""
    try:
        yield
    except ValidationError as error:
        told = [path[0] for path, _ in error.loc_errors] if isinstance(error, FormValidationError) else [""]
        if actor.scope and actor.scope.drafts is None and not set(told) <= set(sent):
            raise Refused(422, IS_INVALID) from None
        raise


def get_scope(actor: Actor, action: str) -> Scope:
    """The limits of a credential that may do an action with some pages."""
    if actor.scope is None or action not in actor.scope.actions:
        raise Refused(403, f"This credential may not {action} pages: it needs the action “{action}”.")
    return actor.scope


def check_scope(actor: Actor, action: str, model: type[Page], locale: str) -> None:
    if not get_scope(actor, action).allows(action, model, locale):
        raise Refused(
            403, f"This credential may not {action} {model._meta.label} in the language {locale!r}."
        )


def find_writable(
    request: HttpRequest, actor: Actor, action: str, key: int, *, may_be_scheduled: bool = False
) -> Page:
    """The page that is written, as its own kind; Http404 for one that the credential does not read, and Refused where
    the request names another version of it."""
    get_scope(actor, action)
    lock_page(key)
    page = find_page(request, key).specific
    check_scope(actor, action, type(page), page.locale.language_code)
    scheduled = is_scheduled(page)
    if page.permissions_for_user(request.user).page_locked() and not (scheduled and may_be_scheduled):
        raise Refused(409, IS_SCHEDULED if scheduled else IS_LOCKED)
    if page.alias_of_id and action != "delete":
        raise Refused(409, IS_ALIAS)
    check_version(request, actor, page)
    return page  # type: ignore[no-any-return]


def create_page(request: HttpRequest, actor: Actor) -> Page:
    """A new page below `meta.parent_id`, published at once with `meta.action`."""
    scope = get_scope(actor, "create")
    data = read_body(request, actor)
    model = find_kind(data["meta"].get("type"), scope)
    given = parse_page(shapes.get(model._meta.label).create_schema, data)  # type: ignore[union-attr]
    with writing(request, actor) as owner:
        parent = find_parent(request, given.meta.parent_id)
        check_publishing(actor, given, "create", model, parent.locale.language_code)
        form = build_create_form(model, parent, given, owner, scope)
        run(
            "create",
            model,
            form.instance,
            parent,
            user=owner,
            form=form,
            publish=given.meta.action == "publish",
        )
        record(actor, "create", form.instance)
    return form.instance  # type: ignore[no-any-return]


def find_parent(request: HttpRequest, key: int) -> Page:
    """A page that the owner sees in the admin: a key for solutions alone does not read the list above them."""
    share_tree()
    lock_page(key)
    parent = Page.objects.filter(admin_gate(request).visible(Page), pk=key).first()
    if parent is None:
        raise Http404
    return parent.specific  # type: ignore[no-any-return]


def check_aliases(actor: Actor, page: Page) -> None:
    """Aliases are published and taken back with the page that they stand for, whatever their language is."""
    locales = actor.scope.locales if actor.scope else None
    if locales is not None and page.aliases.exclude(locale__language_code__in=locales).exists():
        raise Refused(403, HAS_ALIASES)


def check_publishing(actor: Actor, given: Any, action: str, model: type[Page], locale: str) -> None:
    """Refused where a credential may not do an action, or not publish what it asks to publish with it."""
    check_scope(actor, action, model, locale)
    if given.meta.action == "publish":
        check_scope(actor, "publish", model, locale)


def change_page(request: HttpRequest, actor: Actor, key: int) -> Page:
    """A page with the fields that were sent, in a new revision, published at once with `meta.action`."""
    get_scope(actor, "change")
    data = read_body(request, actor)
    with writing(request, actor) as owner:
        page = find_writable(request, actor, "change", key)
        data["meta"].setdefault("type", page._meta.label)
        given = parse_page(shapes.get(page._meta.label).patch_schema, data)  # type: ignore[union-attr]
        check_publishing(actor, given, "change", type(page), page.locale.language_code)
        latest = load_latest(page)
        if given.meta.action == "publish":
            check_aliases(actor, page)
            if "slug" in given.model_fields_set or latest.slug != page.slug:
                lock_branch(page)
        form = build_change_form(latest, given, owner, get_scope(actor, "change"))
        with quoting_no_draft(actor, given.model_fields_set):
            if given.meta.action == "publish":
                check_stored_bodies(latest, form.fields)
                if not form.fields.keys() & set(SCHEDULE):
                    check_stored_schedule(latest)
            run(
                "edit",
                type(page),
                form.instance,
                user=owner,
                form=form,
                publish=given.meta.action == "publish",
            )
        record(actor, "change", page)
    return page


def publish_page(request: HttpRequest, actor: Actor, key: int) -> Page:
    """Publish the latest revision of a page."""
    refuse_body(request)
    with writing(request, actor) as owner:
        page = find_writable(request, actor, "publish", key)
        check_aliases(actor, page)
        with quoting_no_draft(actor):
            latest = load_latest(page)
            check_stored_bodies(latest)
            check_stored_schedule(latest)
            if latest.slug != page.slug:
                lock_branch(page)
            revision = page.get_latest_revision() or page.save_revision(user=owner)
            run("publish", Page, revision, user=owner)
        record(actor, "publish", page)
    return page


def unpublish_page(request: HttpRequest, actor: Actor, key: int) -> Page:
    """Take a page back, not the pages below it."""
    refuse_body(request)
    with writing(request, actor) as owner:
        page = find_writable(request, actor, "publish", key)
        check_aliases(actor, page)
        if not page.live:
            raise Refused(409, IS_NOT_LIVE)
        run("unpublish", Page, page, user=owner)
        record(actor, "unpublish", page)
    return page


def unschedule_page(request: HttpRequest, actor: Actor, key: int) -> Page:
    """Let no version of a page go live later."""
    refuse_body(request)
    with writing(request, actor) as owner:
        page = find_writable(request, actor, "publish", key, may_be_scheduled=True)
        if not page.permissions_for_user(owner).can_unschedule():
            raise PermissionDenied(NO_SCHEDULE)
        cancel_schedule(page, owner)
        record(actor, "unschedule", page)
    return page


def delete_page(request: HttpRequest, actor: Actor, key: int) -> None:
    """Delete a page that has none below it: those may be of kinds that the credential does not see."""
    refuse_body(request)
    with writing(request, actor) as owner:
        share_tree()
        lock_with_parent(key)
        page = find_writable(request, actor, "delete", key)
        if page.get_children().exists():
            raise Refused(409, HAS_CHILDREN)
        if Site.objects.filter(root_page=page.pk).exists():
            raise Refused(409, IS_ROOT)
        record(actor, "delete", page)
        run("delete", Page, page, user=owner)


def run(name: str, model: type[Page], *given: Any, **more: Any) -> Any:
    """The answer of one of Wagtail's actions, which ask for the owner's permission themselves."""
    try:
        return action_registry.get_action_class(model, name)(*given, **more).execute()
    except FormValidationError as error:
        raise place_errors(more["form"], error) if "form" in more else error from None


def record(actor: Actor, action: str, page: Page) -> None:
    """For the audit log by which key, and for operators how many. Wagtail's history holds what was changed."""
    tell_event("page.written", actor=actor.user_id, target=page, action=action, key=actor.key_id)
    logger.info("page_written", action=action, page=page.pk, user=actor.user_id, key=actor.key_id)
    count: Callable[[], None] = partial(EDITORIAL_WRITES.labels(action).inc)
    transaction.on_commit(count)
