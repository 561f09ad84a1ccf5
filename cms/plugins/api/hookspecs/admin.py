"""What plugins show to editors."""

from __future__ import annotations

from cms.plugins.api.contributions import AdminPanel, DashboardPanel
from cms.plugins.api.markers import Kind, hookspec


@hookspec(Kind.COLLECT, since="1.0", returns=AdminPanel)
def admin_panels() -> list[AdminPanel]:
    """Pages of the admin, each with an entry in the menu. Called once at start.

    @hookimpl
    def admin_panels() -> list[AdminPanel]:
        return [AdminPanel(name="embargoes", title="Embargoes", template="embargo/list.html", context=listing)]
    """
    raise NotImplementedError


@hookspec(Kind.COLLECT, since="1.0", returns=DashboardPanel)
def dashboard_panels() -> list[DashboardPanel]:
    """Cards on the admin's home page. Called once at start.

    @hookimpl
    def dashboard_panels() -> list[DashboardPanel]:
        return [DashboardPanel(name="top", title="Top rated", data=top_rated)]
    """
    raise NotImplementedError
