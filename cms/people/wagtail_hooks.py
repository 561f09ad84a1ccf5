"""What accounts add to the admin."""

from __future__ import annotations

from wagtail import hooks

from cms.people.role_panel import RoleFactorPanel


@hooks.register("register_group_permission_panel")
def offer_factor_panel() -> type[RoleFactorPanel]:
    return RoleFactorPanel
