"""Vendors' permissions: members of a vendor may change that vendor's solutions, but not publish them.

Wagtail asks one policy about every page, in every view, chooser and action. Membership is added there, so no
view has to know of it.
"""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from wagtail.models import GroupPagePermission, Page, PagePermissionTester
from wagtail.permission_policies.pages import PagePermissionPolicy

CHANGE = "change_page"


class MembershipPagePolicy(PagePermissionPolicy):
    """Wagtail's page permissions by group, and the right to change the solutions of one's own vendors."""

    def get_all_permissions_for_user(self, user: Any) -> list[GroupPagePermission]:
        granted = super().get_all_permissions_for_user(user)
        return [*granted, *self._by_membership(user)]

    def _by_membership(self, user: Any) -> list[GroupPagePermission]:
        if not user.is_active or user.is_anonymous or user.is_superuser:
            return []
        change = Permission(codename=CHANGE)
        return [GroupPagePermission(page=page, permission=change) for page in own_solutions(user)]


class SolutionPermissionTester(PagePermissionTester):
    """A member changes a solution; taking it away needs a right that a group was given."""

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        allowed = super().can_delete(ignore_bulk)
        return allowed and (self.user.is_superuser or bool(self.permissions & {"add", "publish"}))


def own_solutions(user: Any) -> QuerySet:
    """The plain pages of the solutions whose vendors the user is a member of."""
    return Page.objects.filter(solution__vendor__members=user).distinct()
