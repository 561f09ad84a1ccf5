"""What accounts add to the admin."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from wagtail import hooks

from cms.identity.models import User
from cms.people.consents.viewsets import ConsentsGroup
from cms.people.role_panel import RoleFactorPanel
from cms.people.user_pages import guard_account, guard_accounts, note_account, tell_owner


@hooks.register("register_group_permission_panel")
def offer_factor_panel() -> type[RoleFactorPanel]:
    return RoleFactorPanel


@hooks.register("register_admin_viewset")
def offer_legal_texts() -> ConsentsGroup:
    return ConsentsGroup()


hooks.register("before_create_user", guard_account)
hooks.register("before_delete_user", guard_account)
hooks.register("before_edit_user", note_account)
hooks.register("after_edit_user", tell_owner)


@hooks.register("before_bulk_action")
def guard_bulk_action(
    request: HttpRequest, action: str, objects: list[Any], view: Any
) -> HttpResponse | None:
    users = [each for each in objects if isinstance(each, User)]
    return guard_accounts(request, users) if users else None
