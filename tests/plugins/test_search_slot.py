"""Search asks the plugin in its slot, and believes nothing that it says about who may see what."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from cms.indexing.models import PendingChange
from cms.indexing.pending import index_pending
from cms.plugins.models import PluginSwitch
from cms.plugins.runtime import decisions
from cms.plugins.runtime.platform import Platform
from content_types.testing.factories import make_site, make_solution
from tests.content_api.client import ask, codes, post
from tests.plugins.workshop import Workshop

pytestmark = pytest.mark.django_db
SEARCH = (
    "query($q: String!) { search(query: $q) { totalCount didYouMean nodes { ... on Solution { title } } } }"
)


@pytest.fixture(autouse=True)
def site() -> None:
    make_site()


FOREIGN = """
from cms.plugin_api import SearchKey, SearchMatch, SearchProvider, hookimpl

def match(request):
    from django.apps import apps
    keys = apps.get_model("solutions.Solution").objects.values_list("pk", flat=True)
    found = [SearchKey("SOLUTION", key) for key in [*keys, 0, 10**12]] + [SearchKey("NOSUCH", 1)]
    return [SearchMatch(key, 1.0) for key in found]

@hookimpl
def search_provider():
    return [SearchProvider(
        name="foreign", match=match, complete=match, correct=lambda request: "secret", store=lambda documents, version: None,
        remove=lambda keys, version: None, list_fingerprints=dict,
    )]
"""


def test_search_provider_that_makes_up_keys_shows_nothing_hidden(
    client: Client, workshop: Workshop, site_with: Callable[..., Platform]
) -> None:
    make_solution("Open")
    secret = make_solution("Secret")
    PageViewRestriction.objects.create(page=secret, restriction_type=PageViewRestriction.LOGIN)
    workshop.write("foreign", FOREIGN, slot="search")
    site_with(slots={"search": "foreign"})
    answer = ask(client, SEARCH, q="anything")["search"]
    assert answer == {"totalCount": 1, "didYouMean": None, "nodes": [{"title": "Open"}]}


def test_search_is_unavailable_without_a_provider(
    client: Client, workshop: Workshop, site_with: Callable[..., Platform]
) -> None:
    site_with(slots={})
    answer = post(client, '{ search(query: "x") { totalCount } suggest(query: "x") { text } }')
    assert codes(answer) == ["SEARCH_UNAVAILABLE"] * 2 and answer["data"] == {"search": None, "suggest": None}
    with pytest.raises(CommandError, match="No plugin fills the slot `search`"):
        call_command("search", "rebuild")


NUMBERED = """
from cms.plugin_api import SearchKey, SearchMatch, SearchProvider, hookimpl

def match(request):
    %s
    from django.apps import apps
    key = apps.get_model("solutions.Solution").objects.get(title="{0}").pk
    return [SearchMatch(SearchKey("SOLUTION", key), 50.0)]

@hookimpl
def search_provider():
    return [SearchProvider(
        name="{0}", match=match, complete=match, correct=lambda request: None, store=lambda documents, version: None,
        remove=lambda keys, version: None, list_fingerprints=dict,
    )]
"""
FAULT = 'raise OSError("away")'


@pytest.mark.parametrize(
    ("slots", "faults", "found"),
    [
        ("one/two", (), "one"),
        ("two/one", (), "two"),
        ("one/two", ("one",), "two"),
        ("one/two/three", ("one", "two"), "three"),
        ("one/two", ("one", "two"), None),
        ("one", ("one",), None),
    ],
)
def test_search_provider_that_fails_has_the_next_one_stand_in(
    slots: str,
    faults: tuple[str, ...],
    found: str | None,
    client: Client,
    workshop: Workshop,
    site_with: Callable[..., Platform],
) -> None:
    for name in ("one", "two", "three"):
        make_solution(name)
        code = NUMBERED.replace("%s", FAULT if name in faults else "pass").replace("{0}", name)
        workshop.write(name, code, slot="search")
    platform = site_with(slots={"search": slots})
    assert [each.name for each in platform.get_loaded_plugins()] == sorted(slots.split("/"))
    answer = post(client, SEARCH, q="anything")
    if found is None:
        assert answer["data"] == {"search": None} and codes(answer) == ["SEARCH_UNAVAILABLE"]
    else:
        assert [node["title"] for node in answer["data"]["search"]["nodes"]] == [found]


@pytest.mark.parametrize(
    "answer",
    [
        "None",
        "7",
        "[None]",
        '[("SOLUTION", 1)]',
        'SearchMatch(SearchKey("SOLUTION", 1), 1.0)',
        '[SearchMatch(SearchKey("SOLUTION", "1); DROP TABLE x"), 1.0)]',
        '[SearchMatch(SearchKey("SOLUTION", None), 1.0)]',
        '[SearchMatch(SearchKey("SOLUTION", True), 1.0)]',
        '[SearchMatch(SearchKey("SOLUTION", 2**63), 1.0)]',
        "[SearchMatch(SearchKey(None, 1), 1.0)]",
        '[SearchMatch(SearchKey("SOLUTION", 1), "high")]',
        '[SearchMatch(SearchKey("SOLUTION", 1), float("nan"))]',
        "[SearchMatch(7, 1.0)]",
    ],
)
def test_search_provider_that_answers_malformed_matches_has_the_next_one_stand_in(
    answer: str, client: Client, workshop: Workshop, site_with: Callable[..., Platform]
) -> None:
    for title in ("one", "two"):
        make_solution(title)
    workshop.write("one", NUMBERED.replace("%s", f"return {answer}").replace("{0}", "one"), slot="search")
    workshop.write("two", NUMBERED.replace("%s", "pass").replace("{0}", "two"), slot="search")
    site_with(slots={"search": "one/two"})
    assert ask(client, SEARCH, q="anything")["search"]["nodes"] == [{"title": "two"}]
    site_with(slots={"search": "one"})
    answered = post(client, SEARCH, q="anything")
    assert answered["data"] == {"search": None} and codes(answered) == ["SEARCH_UNAVAILABLE"]


def test_search_provider_with_keys_of_no_row_answers_the_rest(
    client: Client, workshop: Workshop, site_with: Callable[..., Platform]
) -> None:
    make_solution("one")
    odd = "[SearchMatch(SearchKey(*each), 9.0) for each in (('SOLUTION', -1), ('SOLUTION', 2**63 - 1), ('NOSUCH', 1))]"
    code = NUMBERED.replace("%s", "pass").replace("{0}", "one").replace("return [", f"return {odd} + [", 1)
    workshop.write("one", code, slot="search")
    site_with(slots={"search": "one"})
    assert ask(client, SEARCH, q="anything")["search"]["nodes"] == [{"title": "one"}]


def test_search_provider_that_failed_is_not_waited_for_again(
    client: Client, workshop: Workshop, site_with: Callable[..., Platform]
) -> None:
    for name, fault in (("one", FAULT), ("two", "pass")):
        make_solution(name)
        workshop.write(name, NUMBERED.replace("%s", fault).replace("{0}", name), slot="search")
    platform = site_with(slots={"search": "one/two"})
    for _ in range(3):
        assert ask(client, SEARCH, q="anything")["search"]["totalCount"] == 1
    calls = {plugin: each.calls for (plugin, _hook), each in platform.caller.statistics.items()}
    assert calls["one"] == 1 and calls["two"] > 3


def test_search_provider_that_is_switched_off_leaves_the_slot_to_the_next(
    client: Client, workshop: Workshop, site_with: Callable[..., Platform]
) -> None:
    for name in ("one", "two"):
        make_solution(name)
        workshop.write(name, NUMBERED.replace("%s", "pass").replace("{0}", name), slot="search")
    site_with(slots={"search": "one/two"})
    PluginSwitch.objects.create(plugin="one", enabled=False)
    decisions.forget()
    assert ask(client, SEARCH, q="anything")["search"]["nodes"] == [{"title": "two"}]


CHANGING = """
import json
from pathlib import Path
from cms.plugin_api import SearchProvider, hookimpl

FILE = Path(__file__).with_name("stored")

def store(documents, version):
    if not FILE.exists():
        raise OSError("away")
    known = json.loads(FILE.read_text())
    FILE.write_text(json.dumps([*known, *(document.name for document in documents)]))

@hookimpl
def search_provider():
    return [SearchProvider(
        name="changing", match=lambda request: [], complete=lambda request: [], correct=lambda request: None,
        store=store, remove=lambda keys, version: None, list_fingerprints=dict,
    )]
"""


def test_changes_wait_in_the_database_until_the_provider_takes_them(
    workshop: Workshop, site_with: Callable[..., Platform], django_capture_on_commit_callbacks: Any
) -> None:
    workshop.write("changing", CHANGING, slot="search")
    site_with(slots={"search": "changing"})
    with django_capture_on_commit_callbacks(execute=True):
        make_solution("Whisper")
        make_solution("Canary")
    waiting = PendingChange.objects.all()
    assert [(each.kind, each.attempts) for each in waiting] == [("SOLUTION", 1)] * 2
    assert "away" in waiting[0].last_error
    (workshop.folder / "changing" / "stored").write_text("[]")
    assert index_pending() == 0  # not due yet
    waiting.update(next_attempt_at=timezone.now())
    assert index_pending() == 2 and not waiting.exists()
    assert json.loads((workshop.folder / "changing" / "stored").read_text()) == ["whisper", "canary"]


def test_no_change_waits_for_a_provider_that_is_gone(
    workshop: Workshop, site_with: Callable[..., Platform]
) -> None:
    row = make_solution("Whisper")
    PendingChange.objects.create(
        provider="gone", kind="SOLUTION", keys=[row.pk], next_attempt_at=timezone.now()
    )
    workshop.write("changing", CHANGING, slot="search")
    site_with(slots={"search": "changing"})
    assert index_pending() == 0 and not PendingChange.objects.exists()
