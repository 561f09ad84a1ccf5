"""Writing pages in bulk, so that the outcome is what `add_child`, `save_revision` and `publish` give for each.

What those calls do for one page, and where it is done here for all:

- place in the tree, url_path and the parent's count of children: `_place_pages`
- the page's row in each table, its child rows and many-to-many links: `write_pages`, `related.write_relations`
- a revision that can be opened, compared and restored: `_write_revisions`
- the history shown in the admin: `_write_log`
- search entries and the reference index, which signals of `save` bring up to date: `bulk`
- cancelled workflows, cleared schedules and aliases of a page that is published again: `_settle_published`
- the signals `page_published`, `published` and `page_unpublished`, which other apps listen to: `_send_signals`
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import F
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, Revision, WorkflowState
from wagtail.signals import page_published, page_unpublished, published, unpublished

from cms.exchange.records import Options
from cms.exchange.writing.bulk import CHUNK, insert, reserve_keys, update_references, update_search
from cms.exchange.writing.related import write_relations

HALF_OF_THE_CHILDREN = len(Page.alphabet) ** Page.steplen // 2
"""Where a dry run puts its pages: far from the next free place, so that editors need not wait for its end."""


@dataclass(eq=False)
class PageWrite:
    """A page to write. New ones have their primary key, but no place in the tree.

    live: published afterwards. published_at, updated_at: moments to set instead of now, for new pages.
    """

    page: Any
    parent: Page
    is_new: bool
    live: bool
    published_at: datetime | None = None
    updated_at: datetime | None = None
    was_live: bool = False
    old_title: str = ""
    revision: Any = None

    @property
    def is_renamed(self) -> bool:
        """Whether a page is published with another title than its last revision had."""
        return bool(self.live and self.old_title and self.old_title != self.page.title)


def write_pages(model: type[Page], writes: Sequence[PageWrite], options: Options) -> None:
    """Write pages of one model with all that belongs to them, inside the caller's transaction."""
    now = timezone.now()
    pages = [item.page for item in writes]
    old = [item.page for item in writes if not item.is_new]
    new = [item for item in writes if item.is_new]
    for item in writes:
        item.was_live = item.page.live
        item.page.url_path = f"{item.parent.url_path}{item.page.slug}/"
        if item.is_new:
            item.page.draft_title = item.page.title
            item.page.owner_id = item.page.owner_id or options.user_id
        elif item.page.latest_revision_id:
            item.old_title = item.page.draft_title
    write_relations(model, pages, replace=old)
    _place_pages(new, dry_run=options.dry_run)
    revisions = _revisions(writes, now, options)
    for item in writes:
        _set_state(item, now, keep_moment=item.is_new)
    insert(Page, [item.page for item in new])
    insert(model, [item.page for item in new])
    insert(Page, old, replace=True)
    insert(model, old, replace=True)
    Revision.objects.bulk_create(revisions, batch_size=CHUNK)
    _write_log(writes, now, options)
    for page in pages:
        page._state.adding = False
    update_search(model, pages)
    update_references(pages, replace=old)
    _settle_published([item for item in writes if not item.is_new and item.live], options)
    _send_signals(model, writes)


def _place_pages(new: Sequence[PageWrite], *, dry_run: bool) -> None:
    """Put new pages last below their parents, whose rows are locked until the end of the transaction."""
    for parent in {item.parent.pk: item.parent for item in new}.values():
        group = [item for item in new if item.parent.pk == parent.pk]
        place = Page.objects.filter(pk=parent.pk)
        if not dry_run:
            place.select_for_update().get()
            place.update(numchild=F("numchild") + len(group))
        first = _last_step(parent) + 1
        if dry_run:
            first = max(first, HALF_OF_THE_CHILDREN)
        for step, item in enumerate(group, first):
            item.page.path = Page._get_path(parent.path, parent.depth + 1, step)
            item.page.depth = parent.depth + 1


def _last_step(parent: Page) -> int:
    """The number of the last child in the tree; 0 without children."""
    children = Page.objects.filter(path__startswith=parent.path, depth=parent.depth + 1)
    last = children.order_by("-path").values_list("path", flat=True).first()
    return int(Page._str2int(last[-Page.steplen :])) if last else 0


def _revisions(writes: Sequence[PageWrite], now: datetime, options: Options) -> list[Revision]:
    """A revision of every page but aliases, made from the page before publishing, as the editor's does."""
    model = type(writes[0].page)
    own = ContentType.objects.get_for_model(model, for_concrete_model=False)
    base = writes[0].page.get_base_content_type()
    writes = [item for item in writes if not item.page.alias_of_id]
    for item, key in zip(writes, reserve_keys(Revision, len(writes)), strict=True):
        item.revision = Revision(
            pk=key,
            content_type=own,
            base_content_type=base,
            object_id=str(item.page.pk),
            created_at=now,
            user_id=options.user_id,
            object_str=str(item.page),
            content=item.page.serializable_data(),
        )
    return [item.revision for item in writes]


def _set_state(item: PageWrite, now: datetime, *, keep_moment: bool) -> None:
    page = item.page
    page.draft_title = page.title
    page.live, page.has_unpublished_changes = item.live, not item.live
    if item.revision:
        page.latest_revision_id, page.latest_revision_created_at = item.revision.pk, now
        page.live_revision_id = item.revision.pk if item.live else None
    if item.live:
        page.expired = False
        page.first_published_at = page.first_published_at or item.published_at or now
        page.last_published_at = item.updated_at if keep_moment and item.updated_at else now


def _write_log(writes: Sequence[PageWrite], now: datetime, options: Options) -> None:
    own = ContentType.objects.get_for_model(type(writes[0].page), for_concrete_model=False)
    PageLogEntry.objects.bulk_create(
        (
            PageLogEntry(
                page_id=item.page.pk,
                content_type=own,
                label=item.page.title,
                action=action,
                timestamp=now,
                user_id=options.user_id,
                revision=None if action.startswith("wagtail.create") else item.revision,
                content_changed=action not in ("wagtail.unpublish", "wagtail.rename"),
                data=log_data(item, action),
            )
            for item in writes
            for action in actions(item)
        ),
        batch_size=CHUNK * 2,
    )


def actions(item: PageWrite) -> list[str]:
    """What the history says of the page, in this order."""
    if item.page.alias_of_id:
        return ["wagtail.create_alias"]
    if item.is_new:
        return ["wagtail.create", "wagtail.publish"] if item.live else ["wagtail.create"]
    if item.live:
        return ["wagtail.rename", "wagtail.publish"] if item.is_renamed else ["wagtail.publish"]
    return ["wagtail.unpublish"] if item.was_live else ["wagtail.edit"]


def log_data(item: PageWrite, action: str) -> dict[str, Any]:
    """Both titles of a page that was renamed, as Wagtail logs them."""
    if item.is_renamed and action in ("wagtail.rename", "wagtail.publish"):
        return {"title": {"old": item.old_title, "new": item.page.title}}
    return {}


def _settle_published(again: Sequence[PageWrite], options: Options) -> None:
    """What publishing does to a page that existed before; nothing for most of them."""
    if not again:
        return
    keys = [str(item.page.pk) for item in again]
    base = again[0].page.get_base_content_type()
    scheduled = Revision.objects.filter(
        base_content_type=base, object_id__in=keys, approved_go_live_at__isnull=False
    )
    scheduled.update(approved_go_live_at=None)
    if getattr(settings, "WAGTAIL_WORKFLOW_CANCEL_ON_PUBLISH", True):
        for state in WorkflowState.objects.active().filter(base_content_type=base, object_id__in=keys):
            state.cancel()
    aliased = set(Page.objects.filter(alias_of__in=keys).values_list("alias_of", flat=True))
    for item in again:
        if item.page.pk in aliased:
            item.page.update_aliases(revision=item.revision)


def _send_signals(model: type[Page], writes: Sequence[PageWrite]) -> None:
    for item in writes:
        if item.page.alias_of_id:
            page_published.send(sender=model, instance=item.page, revision=None, alias=True)
        elif item.live:
            page_published.send(sender=model, instance=item.page, revision=item.revision)
            published.send(sender=model, instance=item.page, revision=item.revision)
        elif item.was_live and not item.is_new:
            page_unpublished.send(sender=model, instance=item.page)
            unpublished.send(sender=model, instance=item.page)
