"""Requests with the same code or refresh token at the same moment: one of them gets tokens."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from oauth2_provider.models import AccessToken, RefreshToken

from tests.factories.content import make_site, make_user
from tests.support.oauth import Website, forget_everything

pytestmark = [pytest.mark.alone, pytest.mark.django_db(transaction=True)]
TIMES = 5


@pytest.fixture
def website() -> Website:
    forget_everything()
    make_site()
    website = Website()
    website.browser.force_login(make_user("reader"))
    return website


def send_together(send: Callable[[], Any]) -> list[Any]:
    """The answers to equal requests, each on its own connection."""
    barrier = Barrier(TIMES)

    def run() -> Any:
        barrier.wait()
        try:
            return send()
        finally:
            connection.close()

    with ThreadPoolExecutor(TIMES) as pool:
        return [each.result() for each in [pool.submit(run) for _ in range(TIMES)]]


def check(answers: list[Any]) -> dict[str, Any]:
    """The tokens of the one that got some; all others were refused."""
    [won] = [each.json() for each in answers if each.status_code == 200]
    lost = [each.json() for each in answers if each.status_code != 200]
    assert {each["error"] for each in lost} == {"invalid_grant"} and len(lost) == TIMES - 1
    return dict(won)


def test_a_code_that_is_sent_several_times_is_exchanged_once_at_most(website: Website) -> None:
    code = website.take_code()
    answers = send_together(lambda: website.exchange(code))
    assert sum(each.status_code == 200 for each in answers) == 1
    assert AccessToken.objects.count() <= 1


def test_a_refresh_token_that_is_sent_several_times_is_exchanged_once(website: Website) -> None:
    first = website.exchange(website.take_code()).json()["refresh_token"]
    found = check(send_together(lambda: website.refresh(first)))
    assert found["refresh_token"] and found["access_token"]
    assert RefreshToken.objects.filter(revoked__isnull=True).count() <= 1
