"""The panels of the admin's home page. A content type adds its own with `construct_homepage_panels`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.utils.functional import Promise
from wagtail.admin.ui.components import Component

__all__ = ["DashboardPanel"]


class DashboardPanel(Component):
    """A card of the home page, for people who hold `permission` only (see `is_for`); others cost no statement.

    Subclasses give a heading, an icon, the permission and `get_data`, and extend the template
    `cms/dashboard/panel.html` if a list of rows is not enough.
    """

    template_name = "cms/dashboard/panel.html"
    heading: ClassVar[str | Promise]
    icon: ClassVar[str]
    permission: ClassVar[str] = ""
    order = 100

    @property
    def key(self) -> str:
        """Tells the cards of one page apart."""
        return type(self).__name__

    def is_for(self, request: Any) -> bool:
        """Whether the card is there for the person; no statement."""
        return bool(request.user.has_perm(self.permission))

    def get_data(self, request: Any) -> dict[str, Any]:
        """What the card shows: count, text, detail, rows (label, url, value) and link (url, label)."""
        raise NotImplementedError

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        return {"panel": self, **self.get_data(parent_context["request"])}

    def render_html(self, parent_context: Mapping[str, Any] | None = None) -> str:
        if parent_context is None or not self.is_for(parent_context["request"]):
            return ""
        return super().render_html(parent_context)
