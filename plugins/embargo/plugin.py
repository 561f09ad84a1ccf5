"""Hooks of the embargo plugin."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cms.plugin_api import DashboardPanel, MergeRule, PermissionFilter, hookimpl, permission
from plugins.embargo import services


@hookimpl
def permission_filter() -> list[PermissionFilter]:
    return [
        PermissionFilter(
            name="embargo",
            model="solutions.Solution",
            rule=services.NOT_UNDER_EMBARGO,
            reads=["embargo.Embargo.solution", "embargo.Embargo.until"],
            changes_at="embargo.Embargo.until",
        )
    ]


@hookimpl
def dashboard_panels() -> list[DashboardPanel]:
    return [
        DashboardPanel(
            name="embargoes",
            title=_("Embargoes"),
            data=services.show_next_ends,
            icon="time",
            policy=permission("solutions.change_solution"),
            order=210,
        )
    ]


@hookimpl
def merge_rules() -> list[MergeRule]:
    """An embargo is about one profile: it neither hides nor shows the one that is kept."""
    return [MergeRule(name="embargo", model="embargo.Embargo", field="solution", action="leave")]
