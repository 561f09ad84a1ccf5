"""The theme's operations answer the same whichever plugin fills the slot `analytics`."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from cms.analytics.viewed_pairs import compute_viewed_pairs
from cms.plugins.api.analytics import AnalyticsProvider
from cms.plugins.runtime.slots import slot
from cms.testing.conformance.analytics_events import build_event
from content_types.testing.factories import make_category, make_site, make_solution
from tests.content_api.client import ask
from tests.support.clickhouse.fixtures import (
    clickhouse,
    clickhouse_server,
    clickhouse_settings,
    fill_analytics_slot,
)
from tests.support.visits import build_subject

__all__ = ["clickhouse", "clickhouse_server", "clickhouse_settings"]

pytestmark = pytest.mark.django_db
MANIFEST = Path(settings.BASE_DIR) / "graphql/operations.json"
TEXTS = {each["name"]: each["text"] for each in json.loads(MANIFEST.read_text())["documents"]}


def store_views(rows: dict[str, Any]) -> None:
    """Many visitors of "most" and "some" three days ago, and of "most" an hour ago."""
    provider, now = slot(AnalyticsProvider), datetime.now(UTC)
    assert provider is not None
    old, visitors = now - timedelta(days=3), [f"{number:032x}" for number in range(8)]
    most, some = (build_subject(rows[name], "SOLUTION") for name in ("most", "some"))
    provider.store([build_event(old, each, visitor=visitor) for visitor in visitors for each in (most, some)])
    provider.store([build_event(now - timedelta(hours=1), most) for _ in range(9)])


@pytest.mark.parametrize("plugin", ["analytics_postgres", "analytics_clickhouse"])
@pytest.mark.usefixtures("clickhouse")
def test_what_draws_attention_and_is_viewed_together_is_shown(
    plugin: str, clickhouse_settings: dict[str, Any], client: Client
) -> None:
    make_site()
    rows = {name: make_solution(name, category=make_category(name)) for name in ("most", "some", "none")}
    with fill_analytics_slot(plugin, **clickhouse_settings):
        store_views(rows)
        call_command("compute_trending", stdout=StringIO())
        assert compute_viewed_pairs("SOLUTION") == "1 pairs of 28 days."
        home = ask(client, TEXTS["Home"])
        assert [each["title"] for each in home["trending"]["nodes"]] == ["most"]
        found = ask(client, TEXTS["Solution"], path=f"/solutions/{rows['most'].slug}/")["solution"]["related"]
        assert [(each["reason"], each["solution"]["title"]) for each in found] == [("VIEWED", "some")]
