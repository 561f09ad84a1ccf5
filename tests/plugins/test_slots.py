"""The ratings slot is filled by the plugin that was chosen; without it, or while it fails, ratings are absent."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from cms.plugins.api.errors import CallFailed
from cms.plugins.models import PluginSwitch
from cms.plugins.runtime import decisions as runtime
from cms.plugins.runtime.platform import Platform
from cms.plugins.runtime.slots import rating_provider
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


def shown() -> object:
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
    assert shown() == {"average": average}


def test_rating_provider_is_none_without_a_plugin_and_while_it_is_off(
    workshop: Workshop, site_with: SiteWith
) -> None:
    site_with()
    assert rating_provider() is None and shown() is None
    write(workshop, "one", 1.5)
    site_with(slots={"ratings": "one"})
    PluginSwitch.objects.create(plugin="one", enabled=False)
    runtime.forget()
    assert rating_provider() is None and shown() is None


def test_a_rating_provider_that_fails_hurts_its_field_alone(workshop: Workshop, site_with: SiteWith) -> None:
    write(workshop, "one", 1.5, "raise OSError('disk full')")
    site_with(slots={"ratings": "one"})
    provider = rating_provider()
    assert provider is not None
    with pytest.raises(CallFailed, match="disk full"):
        provider.load([1])
    answer = Client().post("/graphql", {"query": DOCUMENT}, content_type="application/json").json()
    assert answer["data"]["solutions"]["nodes"] == [{"rating": None}]
    assert [error["extensions"]["code"] for error in answer["errors"]] == ["PLUGIN_ERROR"]
