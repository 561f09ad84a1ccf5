"""What changed is told once, signed, in few calls, and again where it was not taken."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site_settings
from pydantic import SecretStr
from structlog.testing import capture_logs

from cms.plugin_api import (
    ContentPublished,
    ContentUnpublished,
    Fetched,
    FetchRefused,
    ReviewPublished,
    RowsChanged,
    TryLater,
    VendorReplyPublished,
)
from plugins.nextjs_revalidate import plugin, services
from plugins.nextjs_revalidate.settings import Settings

SECRET = "s" * 32
THEME = Path(__file__).parents[3] / "themes" / "nextjs"
ADDRESS = "https://theme.example/api/revalidate/"
Call = tuple[str, dict[str, str], dict[str, Any], bytes]


class Theme:
    """An instance that keeps the calls; `status` is its answer, 0 for none."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.status = 200

    def fetch(self, url: str, method: str, *, headers: dict[str, str], body: bytes) -> Fetched:
        assert method == "POST"
        self.calls.append((url, headers, json.loads(body), body))
        if not self.status:
            raise FetchRefused("theme.example", "does not answer in time")
        return Fetched(self.status, {}, b"{}")

    @property
    def kinds(self) -> list[list[str]]:
        return [call[2]["kinds"] for call in self.calls]


@pytest.fixture
def configuration() -> Settings:
    return Settings(addresses=[ADDRESS], secret=SecretStr(SECRET), window=0.2)


@pytest.fixture
def theme(monkeypatch: pytest.MonkeyPatch, configuration: Settings) -> Iterator[Theme]:
    theme = Theme()
    for module in (services, plugin):
        monkeypatch.setattr(module, "settings_of", lambda model: configuration)
    monkeypatch.setattr(services, "fetch", theme.fetch)
    monkeypatch.setattr(services, "gatherer", services.Gatherer())
    yield theme
    if services.gatherer._timer is not None:
        services.gatherer._timer.cancel()


def wait_for_calls(theme: Theme, number: int) -> None:
    wait_until(lambda: len(theme.calls) >= number)


def wait_until(holds: Callable[[], bool]) -> None:
    limit = time.monotonic() + 15
    while not holds() and time.monotonic() < limit:
        time.sleep(0.01)


def publish(kind: str) -> None:
    plugin.content_published(ContentPublished(kind, 1, "en"))


def test_content_published_is_told_at_once_and_signed(theme: Theme) -> None:
    publish("solutions.solution")
    (address, headers, sent, body), *others = theme.calls
    assert (address, sent["kinds"], others) == (ADDRESS, ["solutions.solution"], [])
    told = f"{headers['X-Timestamp']}.".encode() + body
    assert headers["X-Signature"] == hmac.new(SECRET.encode(), told, hashlib.sha256).hexdigest()
    assert abs(time.time() - int(headers["X-Timestamp"])) < 5


def test_many_changes_in_quick_succession_are_two_calls(theme: Theme, configuration: Settings) -> None:
    configuration.window = 30
    for number in range(300):
        plugin.content_published(ContentPublished("solutions.solution", number, "en"))
    plugin.content_unpublished(ContentUnpublished("events.event", 1, "en"))
    plugin.review_published(ReviewPublished(review=1, solution=2))
    plugin.vendor_reply_published(VendorReplyPublished(reply=1, review=1))
    assert services.measure()[0].value == 3 and services.gatherer._timer is not None
    services.gatherer.flush()
    assert theme.kinds == [["solutions.solution"], ["events.event", "reviews.review", "solutions.solution"]]
    assert [sample.value for sample in plugin.metrics()[0].read()] == [0]


def test_rows_changed_tells_of_all_ratings_in_one_call(theme: Theme, configuration: Settings) -> None:
    configuration.window = 30
    for kind in ("reviews.rating", "reviews.vote", "reviews.vote"):
        plugin.rows_changed(RowsChanged(kind))
    services.gatherer.flush()
    assert theme.kinds == [["reviews.rating"], ["reviews.vote"]]


def test_a_call_that_fails_is_delivered_again_and_tried_again_here(theme: Theme) -> None:
    theme.status = 503
    with pytest.raises(TryLater, match="takes no calls"):
        publish("solutions.solution")
    assert services.measure()[0].value == 1
    theme.status = 200
    wait_for_calls(theme, 2)
    assert theme.kinds == [["solutions.solution"]] * 2
    assert services.measure()[0].value == 0


def test_a_change_after_an_outage_is_told_within_the_window(theme: Theme) -> None:
    theme.status = 0
    services.gatherer.failures = 20
    with pytest.raises(TryLater):
        publish("solutions.solution")
    wait_for_calls(theme, 1)
    time.sleep(0.25)
    theme.status, begun = 200, time.monotonic()
    with pytest.raises(TryLater):
        publish("vendors.vendor")
    wait_for_calls(theme, 2)
    assert theme.kinds[-1] == ["solutions.solution", "vendors.vendor"]
    assert time.monotonic() - begun < services.LONGEST_PAUSE / 2
    wait_until(lambda: not services.gatherer.failures)
    publish("events.event")


def test_pauses_end_at_five_seconds(theme: Theme, monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []
    monkeypatch.setattr(services.gatherer, "_start", pauses.append)
    theme.status, services.gatherer.waiting = 0, {"vendors.vendor"}
    for _ in range(5):
        services.gatherer.flush()
    assert pauses == [1, 2, 4, 5, 5]


def test_a_long_outage_is_few_lines_of_the_log(theme: Theme, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services.gatherer, "_start", lambda seconds: None)
    theme.status, services.gatherer.waiting = 0, {"vendors.vendor"}
    with capture_logs() as lines:
        for _ in range(100):
            services.gatherer.flush()
        theme.status = 200
        services.gatherer.flush()
        services.gatherer.flush()
    told = [(line["event"], line["failures"]) for line in lines]
    failed = [("revalidation_failed", 2**power) for power in range(7)]
    assert told == [*failed, ("revalidation_recovered", 100)]


def test_a_later_call_that_fails_is_tried_again(theme: Theme) -> None:
    publish("solutions.solution")
    theme.status = 0
    publish("vendors.vendor")
    services.gatherer.flush()
    assert services.measure()[0].value == 1
    theme.status = 200
    services.gatherer.flush()
    assert theme.kinds[-1] == ["vendors.vendor"]
    assert services.measure()[0].value == 0


def test_every_instance_is_told_although_one_is_away(theme: Theme, configuration: Settings) -> None:
    configuration.addresses = [ADDRESS, "https://other.example/api/revalidate/"]
    theme.status = 0
    with pytest.raises(TryLater):
        publish("solutions.solution")
    assert [call[0] for call in theme.calls] == configuration.addresses


def test_without_an_address_nothing_is_sent(theme: Theme, configuration: Settings) -> None:
    configuration.addresses = []
    publish("solutions.solution")
    plugin.ready()
    assert theme.calls == []


def test_a_short_secret_is_refused_at_the_start(theme: Theme, configuration: Settings) -> None:
    plugin.ready()
    configuration.secret = SecretStr("short")
    with pytest.raises(ValueError, match="at least 32"):
        plugin.ready()


@pytest.mark.skipif(
    not shutil.which("node") or not (THEME / "node_modules").is_dir(), reason="needs `npm ci`"
)
def test_instances_of_the_theme_share_pages_and_drops_on_this_valkey() -> None:
    """The theme's own tests of two instances, which need a Valkey."""
    location = site_settings.CACHES["default"]["LOCATION"]
    done = subprocess.run(
        ["node", "node_modules/vitest/vitest.mjs", "run", "tests/cache.test.ts", "--reporter=verbose"],
        cwd=THEME,
        env={**os.environ, "TEST_CACHE_URL": location if isinstance(location, str) else location[0]},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "share pages, and their drops" in done.stdout and "skipped" not in done.stdout


MANIFEST = [
    "pages.menu",
    "pages.sitesettings",
    "taxonomy.tag",
    "taxonomy.category",
    "wagtailredirects.redirect",
]
COMPUTED = ["reviews.vote", "reviews.rating", "analytics.trending"]


@pytest.mark.parametrize("kind", [*MANIFEST, *COMPUTED])
def test_kinds_without_drafts_stand_in_the_manifest_of_the_theme(kind: str) -> None:
    """An unknown kind would drop every page of the theme."""
    assert f'"{kind}"' in (THEME / "lib" / "tags.ts").read_text()
