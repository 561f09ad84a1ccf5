"""Roles in the admin: who changes what a role may do proves first who they are, as for accounts."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from wagtail.users.views import groups

from cms.identity.confirming import ask_to_confirm, is_confirmed

__all__ = ["GroupViewSet"]


class ProvedMixin:
    """Asked after the permission, so that who may not see the page is not led to the proof."""

    def get(self, request: HttpRequest, *args: Any, **given: Any) -> HttpResponse:
        if not is_confirmed(request):
            return ask_to_confirm(request)
        return super().get(request, *args, **given)  # type: ignore[misc, no-any-return]

    def post(self, request: HttpRequest, *args: Any, **given: Any) -> HttpResponse:
        if not is_confirmed(request):
            return ask_to_confirm(request)
        return super().post(request, *args, **given)  # type: ignore[misc, no-any-return]


class AddRole(ProvedMixin, groups.CreateView):  # type: ignore[misc]
    """Makes a role."""


class EditRole(ProvedMixin, groups.EditView):  # type: ignore[misc]
    """Changes what a role may do."""


class DeleteRole(ProvedMixin, groups.DeleteView):  # type: ignore[misc]
    """Deletes a role."""


class GroupViewSet(groups.GroupViewSet):  # type: ignore[misc]
    """Wagtail's, with these pages."""

    add_view_class, edit_view_class, delete_view_class = AddRole, EditRole, DeleteRole
