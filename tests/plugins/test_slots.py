"""The ratings slot is filled by the plugin that was chosen; without it, or while it fails, ratings are absent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import pytest
from django.test import Client

from cms.plugins.api.errors import CallFailed, ContributionError
from cms.plugins.api.markers import Budget
from cms.plugins.api.providers import SlotCall, SlotProvider
from cms.plugins.api.ratings import RatingProvider
from cms.plugins.models import PluginSwitch
from cms.plugins.runtime import decisions as runtime
from cms.plugins.runtime.platform import Platform
from cms.plugins.runtime.slots import slot
from tests.content_api.client import ask
from tests.factories.content import make_site, make_solution
from tests.plugins.workshop import Workshop

pytestmark = pytest.mark.django_db
SiteWith = Callable[..., Platform]
PROVIDER = """
from datetime import datetime, UTC
from cms.plugin_api import Rating, RatingExplanation, RatingProvider, hookimpl

def load(solutions):
    %s
    why = RatingExplanation("fixed-1", None, None, 1.0, 3.0, datetime.now(UTC))
    return {key: Rating(%s, 1, [0, 0, 1, 0, 0], 3.0, why) for key in solutions}

@hookimpl
def rating_provider():
    return [RatingProvider(
        name="{0}", methodology="fixed-1", load=load, apply=lambda change: None, recompute=lambda reviews, now: None,
        order=["-pk"], average="pk", top={{}},
    )]
"""
DOCUMENT = "{ solutions { nodes { rating { average } } } }"


def write(workshop: Workshop, name: str, average: float, fault: str = "pass") -> None:
    workshop.write(name, (PROVIDER.replace("%s", fault, 1).replace("%s", str(average))).replace("{0}", name)
                   .replace("{{}}", "{}"), slot="ratings")  # fmt: skip


def load_rating() -> object:
    return ask(Client(), DOCUMENT)["solutions"]["nodes"][0]["rating"]


@pytest.fixture(autouse=True)
def solution() -> None:
    make_site()
    make_solution("Whisper")


@pytest.mark.parametrize(("chosen", "average"), [("one", 1.5), ("two", 2.5)])
def test_rating_provider_is_the_one_that_was_chosen(
    chosen: str, average: float, workshop: Workshop, site_with: SiteWith
) -> None:
    write(workshop, "one", 1.5)
    write(workshop, "two", 2.5)
    site_with(slots={"ratings": chosen})
    assert load_rating() == {"average": average}


def test_rating_provider_is_none_without_a_plugin_and_while_it_is_off(
    workshop: Workshop, site_with: SiteWith
) -> None:
    site_with()
    assert slot(RatingProvider) is None and load_rating() is None
    write(workshop, "one", 1.5)
    site_with(slots={"ratings": "one"})
    PluginSwitch.objects.create(plugin="one", enabled=False)
    runtime.forget()
    assert slot(RatingProvider) is None and load_rating() is None


NAMES = [
    ("no slot", {}, 'add slot = "ratings" to its manifest'),
    ("another slot", {"slot": "search"}, 'add slot = "ratings" to its manifest'),
    ("two providers", {"slot": "ratings"}, "2 providers for the slot 'ratings'"),
]


@pytest.mark.parametrize(("case", "manifest", "reason"), NAMES)
def test_a_provider_that_was_not_chosen_by_its_manifest_is_refused(
    case: str, manifest: dict[str, str], reason: str, workshop: Workshop, site_with: SiteWith
) -> None:
    code = (
        PROVIDER.replace("%s", "pass", 1).replace("%s", "1.5").replace("{0}", "stray").replace("{{}}", "{}")
    )
    if case == "two providers":
        code = code.replace("    )]", "    )] * 2")
    workshop.write("stray", code, **manifest)
    platform = site_with(slots={"ratings": "stray", "search": "stray"})
    assert reason in platform.plugins["stray"].reason
    assert slot(RatingProvider) is None and load_rating() is None


@dataclass(frozen=True, kw_only=True)
class EchoProvider(SlotProvider):
    """Fills a slot that the site does not have."""

    slot_name: ClassVar[str] = "echo"
    calls: ClassVar[Mapping[str, SlotCall]] = {"say": SlotCall(("text",), Budget(1.0, 1))}

    say: Callable[..., Any]


def test_a_slot_needs_no_code_of_its_own(workshop: Workshop, site_with: SiteWith) -> None:
    """Another kind of provider is found, guarded and checked by its class alone."""
    workshop.write("quiet")
    loaded = site_with()
    plugin = loaded.plugins["quiet"]
    plugin.contributions = [EchoProvider(name="echo", say=lambda text: text.upper())]
    found = slot(EchoProvider)
    assert found is not None and found.say("hey") == found.say(text="hey") == "HEY"
    plugin.contributions = [EchoProvider(name="echo", say=lambda text: 1 / 0)]
    loaded._by_kind.clear()
    with pytest.raises(CallFailed, match="ZeroDivisionError"):
        slot(EchoProvider).say("hey")  # type: ignore[union-attr]
    with pytest.raises(ContributionError, match="say must take"):
        EchoProvider(name="echo", say=lambda: "")


def test_a_rating_provider_that_fails_hurts_its_field_alone(workshop: Workshop, site_with: SiteWith) -> None:
    write(workshop, "one", 1.5, "raise OSError('disk full')")
    site_with(slots={"ratings": "one"})
    provider = slot(RatingProvider)
    assert provider is not None
    with pytest.raises(CallFailed, match="disk full"):
        provider.load([1])
    answer = Client().post("/graphql", {"query": DOCUMENT}, content_type="application/json").json()
    assert answer["data"]["solutions"]["nodes"] == [{"rating": None}]
    assert [error["extensions"]["code"] for error in answer["errors"]] == ["PLUGIN_ERROR"]
