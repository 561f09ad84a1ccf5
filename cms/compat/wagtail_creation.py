"""Wagtail 8.0: publishing a new page while its autosave runs.

The form of a new page saves a draft by itself, half a second after a change. Publishing at that moment sends the
same form twice. Both requests find the slug free, both add a page, and whichever checks the slug again afterwards
answers with status 500: there are two pages at one address, or one that is public although it was never published.
On the form of an existing page, a late autosave can undo what publishing has just set.

Here the form of a new page carries a key, which the history keeps as the uuid of “created”. Requests that create below
one page, or edit one page, come one after the other. The second with the same key goes on with the page of the first,
while that is a draft of the same type below the same parent.
"""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from modelcluster.models import get_all_child_relations
from wagtail.admin.utils import set_query_params
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.log_actions import LogContext
from wagtail.models import Page, PageLogEntry

from cms.base.tree_locks import share_tree

__all__ = ["creation_key", "install", "new_key"]

FIELD = "creation_key"
original_post = CreateView.post
original_dispatch = EditView.dispatch


def new_key() -> UUID:
    """The key of a form that is shown for the first time."""
    return uuid4()


def creation_key(request: HttpRequest) -> UUID | None:
    """The key of the form that was sent; None without one."""
    try:
        return UUID(request.POST.get(FIELD, ""))
    except ValueError:
        return None


def create_once(self: Any, request: HttpRequest) -> HttpResponse:
    """CreateView.post, after every other request that adds a page here, and for one page of each form."""
    key = creation_key(request)
    with transaction.atomic():
        share_tree()  # before the row: a move takes the tree, then rows
        lock(self.parent_page.pk)
        self.parent_page.refresh_from_db(fields=["numchild", "path", "url_path"])
        page = find_created(self, key) if key else None
        if page is None or (is_settled(page) and not self.expects_json_response):
            return create(self, request, key)
        if is_settled(page):
            return self.json_error_response("invalid_revision", _("Saving will overwrite a newer version."))
        return continue_editing(request, page)


def create(view: Any, request: HttpRequest, key: UUID | None) -> HttpResponse:
    context = LogContext(user=request.user)
    context.uuid = key or context.uuid
    with context:
        return original_post(view, request)  # type: ignore[no-any-return]


def find_created(view: Any, key: UUID) -> Page | None:
    """The page that this person's form has created, while it is what the form would create: of the same type, below the
    same parent. After a move, or with the key of another form, the form makes a new page."""
    entries = PageLogEntry.objects.filter(uuid=key, action="wagtail.create", user=view.request.user)
    pages = Page.objects.child_of(view.parent_page).filter(content_type=view.page_content_type)
    return pages.filter(pk__in=entries.values("page")).order_by("-pk").first()


def is_settled(page: Page) -> bool:
    """Whether the page is more than a draft that saved itself: public, scheduled, or submitted."""
    return bool(page.live or page.approved_schedule or page.specific_deferred.current_workflow_state)


def continue_editing(request: HttpRequest, page: Page) -> HttpResponse:
    """Answer as the edit view of the page does; to an autosave, with the address that the form is sent to from now."""
    response: HttpResponse = ContinuedView.as_view()(request, page.pk)
    if not isinstance(response, JsonResponse) or response.status_code != 200:
        return response
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    hydrate = set_query_params(address, {"_w_hydrate_create_view": "1"})
    return JsonResponse({**json.loads(response.content), "url": address, "hydrate_url": hydrate})


class ContinuedView(EditView):
    """The edit view for the form of a new page. That form does not know the keys of the child rows that the draft has
    saved, and sends all rows as new ones: they take the place of the draft's."""

    def get_object(self) -> Any:
        page = super().get_object()
        formsets = self.page_class.get_edit_handler().get_form_class().formsets
        for relation in get_all_child_relations(page):
            name = relation.get_accessor_name()
            if name in formsets and self.request.POST.get(f"{name}-INITIAL_FORMS") == "0":
                getattr(page, name).clear()
        return page


def serialise_edits(self: Any, request: HttpRequest, page_id: int, **kwargs: Any) -> HttpResponse:
    """EditView.dispatch, which reads the page, after every other request that changes it."""
    if request.method != "POST":
        return original_dispatch(self, request, page_id, **kwargs)  # type: ignore[no-any-return]
    with transaction.atomic():
        lock(page_id)
        return original_dispatch(self, request, page_id, **kwargs)  # type: ignore[no-any-return]


def lock(page_id: int) -> None:
    """Let other requests that lock this page wait until the end of the transaction."""
    get_object_or_404(Page.objects.select_for_update(no_key=True).order_by(), pk=page_id)


def install() -> None:
    """Extend Wagtail's views; called once, at the start."""
    CreateView.post = create_once
    EditView.dispatch = serialise_edits
