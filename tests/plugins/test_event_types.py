"""Plugins add types of events as data, which are checked when the plugin is loaded."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from redis import Redis

from cms.plugins.loader.records import State
from cms.plugins.runtime.platform import Platform
from tests.plugins.workshop import Workshop
from tests.support.collecting import collecting, count_drops, make_event, read_stream, send_events

pytestmark = pytest.mark.django_db
PLUGIN = """
from cms.plugin_api import EventProp, EventType, hookimpl

@hookimpl
def analytics_events():
    return [EventType({}, props=[{}])]
"""
GIVEN = "name='shared', description='Sent a link.'"


@pytest.fixture
def valkey(settings: Any) -> Iterator[Redis]:
    settings.COLLECT_EVENTS = True
    with collecting() as client:
        yield client


@pytest.mark.parametrize(
    ("prop", "props", "taken"),
    [
        ("EventProp('by', choices=('mail', 'chat'), required=True)", {"by": "mail"}, True),
        ("EventProp('by', choices=('mail', 'chat'), required=True)", {"by": "post"}, False),
        ("EventProp('by', choices=('mail', 'chat'), required=True)", {}, False),
        ("EventProp('by', most=3)", {"by": "abcd"}, False),
        ("EventProp('share', float, most=1)", {"share": 0.5}, True),
        ("EventProp('share', float, most=1)", {"share": 1}, True),
        ("EventProp('share', float, most=1)", {"share": 1.5}, False),
        ("EventProp('share', float, most=1)", {"share": True}, False),
        ("EventProp('first', bool)", {"first": False}, True),
        ("EventProp('first', bool)", {"first": 1}, False),
        ("EventProp('first', bool)", {}, True),
    ],
)
def test_analytics_events_add_types_that_are_taken(
    valkey: Redis,
    workshop: Workshop,
    site_with: Callable[..., Platform],
    prop: str,
    props: dict[str, Any],
    taken: bool,
) -> None:
    workshop.write("friends", PLUGIN.format(GIVEN, prop))
    site_with()
    send_events(make_event(type="friends.shared", props=props), make_event(type="shared", props=props))
    kept = [(each["type"], each["props"]) for each in read_stream(valkey)]
    assert kept == ([("friends.shared", props)] if taken else [])
    assert count_drops() == {"malformed": 1 if taken else 2}


@pytest.mark.parametrize(
    ("given", "prop", "reason"),
    [
        ("name='shared', description=''", "EventProp('by')", "describe what the visitor did."),
        (GIVEN, "EventProp('by'), EventProp('by')", "two props have the same name: rename one."),
        (GIVEN, "EventProp('By')", "name the prop 'By' in snake_case."),
        (GIVEN, "EventProp('by', list)", "the prop by is str, int, float or bool."),
        (GIVEN, "EventProp('by', most=0)", "the prop by: most must be above 0."),
        (GIVEN, "EventProp('by', int, choices=('1',))", "the prop by: only texts have choices."),
    ],
)
def test_a_type_that_cannot_be_used_refuses_its_plugin(
    workshop: Workshop, given: str, prop: str, reason: str
) -> None:
    workshop.write("friends", PLUGIN.format(given, prop))
    plugin = workshop.load().plugins["friends"]
    assert plugin.state is not State.LOADED
    assert reason in str(plugin.reason)
