"""Analytics: what is counted of visits."""

from __future__ import annotations

from cms.plugins.api.analytics import AnalyticsProvider, EventType
from cms.plugins.api.markers import Kind, hookspec


@hookspec(Kind.COLLECT, since="1.3", returns=EventType)
def analytics_events() -> list[EventType]:
    """Types of events that frontends may send to `/collect`, beside those of the site. They are data: no code of the
    plugin runs when an event arrives, and no database is asked, so they stay known while the plugin is switched off.
    Called once at start.

    @hookimpl
    def analytics_events() -> list[EventType]:
        return [EventType(name="shared", description="Sent a link to somebody.", props=[EventProp("channel")])]
    """
    raise NotImplementedError


@hookspec(Kind.COLLECT, since="1.3", returns=AnalyticsProvider)
def analytics_provider() -> list[AnalyticsProvider]:
    """Fill the slot "analytics": where events of visits are stored and counted.

    Return a list of one AnalyticsProvider. Called once at start. The manifest names the slot (`slot = "analytics"`),
    and the setting AIXPLORE_PLUGIN_SLOTS chooses among the plugins that fill it.

        @hookimpl
        def analytics_provider() -> list[AnalyticsProvider]:
            return [AnalyticsProvider(name="tiny", store=services.store, totals=services.totals, timeline=…)]
    """
    raise NotImplementedError
