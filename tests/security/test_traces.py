"""Planted words are left behind nowhere: not in logs from DEBUG on, keys of the cache, metrics or other addresses."""

from __future__ import annotations

from collections.abc import Iterator
from unittest.mock import patch

import pytest
import structlog
from django.core.cache import cache
from django.test import override_settings
from django.urls import URLPattern, URLResolver, get_resolver

from content_api.schema.build import build_schema
from content_api.testing.leaks import VIEWERS, LeakOracle
from content_api.testing.traces import find_traces, recorded_logs
from content_types.testing.canaries import WORDS
from content_types.testing.viewers import MAY, RESTRICTED

INSIDE = ("admin/", "documents/", "images/")
"""What only people of the site get into, and addresses that are nothing without parameters."""


def addresses(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    """Every address of the site that takes no parameters."""
    for each in patterns:
        path = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from () if path.startswith(INSIDE) else addresses(each.url_patterns, path)
        elif not set(path) & set("<>^(?$"):
            yield f"/{path}"


@pytest.mark.no_cover
def test_asking_leaves_no_trace(leak_oracle: LeakOracle) -> None:
    """Of fields, `tests/content_api/test_leaks.py` says the same."""
    with recorded_logs() as lines:
        leak_oracle.check_arguments("solutions", "suggest", "submitReview", "node")
        leak_oracle.api.client().get("/absent/")
    assert any("/absent/" in line for line in lines)
    assert find_traces(WORDS, lines) == []


def test_traces_would_be_found(db: None) -> None:
    with recorded_logs() as lines:
        structlog.get_logger("x").debug("seen", title="draftcanary")
    cache.set("solution:DraftCanary", 1)
    found = find_traces(["draftcanary"], lines)
    assert [each.split(":")[0] for each in found] == ["log", "cache key"]


@override_settings(API_ROWS_TIER=False)  # a root that is read as rows is not resolved
def test_errors_of_ours_hold_nothing_of_what_failed(leak_oracle: LeakOracle) -> None:
    query = build_schema().query_type
    assert query is not None
    field = query.fields["site"]
    with patch.object(field, "resolve", side_effect=ValueError("draftcanary")), recorded_logs() as lines:
        answer = leak_oracle.api.answer("{ site { name } }")
    assert answer["errors"][0]["message"].startswith("Internal error ") and "canary" not in str(answer)
    assert any("draftcanary" in line for line in lines)  # the operator is told, by the id in the answer


@pytest.mark.parametrize("query", ["", "?draftcanary=1&page=2&format=json"])
def test_no_other_address_shows_a_word(leak_oracle: LeakOracle, query: str) -> None:
    found = set(addresses(get_resolver().url_patterns))
    assert {"/graphql", "/graphql/schema.graphql", "/readyz", "/metrics"} <= found
    for address in sorted(found):
        for viewer in VIEWERS:
            client = leak_oracle.api.client(leak_oracle.users.get(viewer))
            answer = client.get(address + query, headers={"Accept": "*/*"})
            assert answer.status_code < 500, address
            shown = {RESTRICTED[name] for name in MAY[viewer]}
            text = answer.getvalue().decode(errors="replace").replace("draftcanary=1", "").lower()
            assert not [word for word in set(WORDS) - shown if word in text], (address, viewer)
