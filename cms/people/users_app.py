"""Wagtail's app of accounts and roles, with our pages of roles."""

from wagtail.users.apps import WagtailUsersAppConfig

__all__ = ["UsersConfig"]


class UsersConfig(WagtailUsersAppConfig):  # type: ignore[misc]
    group_viewset = "cms.people.group_pages.GroupViewSet"
