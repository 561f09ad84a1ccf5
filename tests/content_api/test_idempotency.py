"""Idempotency-Key: the same request again is answered, not executed again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from content_api.admission.tolls import LEAST
from content_api.models import IdempotentRequest
from content_types.reviews.models import Review
from tests.content_api.test_review_mutations import SUBMIT, review_input
from tests.factories.content import make_site, make_solution, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def signed_in(client: Client) -> Any:
    make_site()
    client.force_login(make_user("reader"))
    return make_solution("Tool")


def send(client: Client, solution: Any, key: str = "k-1", **fields: Any) -> Any:
    body = {"query": SUBMIT, "variables": {"input": review_input(solution, **fields)}}
    return client.post("/graphql", body, content_type="application/json", headers={"Idempotency-Key": key})


def test_the_first_answer_is_replayed(client: Client, signed_in: Any) -> None:
    first, second = send(client, signed_in), send(client, signed_in)
    assert (first.content, first.headers.get("Idempotency-Replayed")) == (second.content, None)
    assert (second.status_code, second.headers["Idempotency-Replayed"]) == (200, "true")
    assert Review.objects.count() == 1


def test_a_text_about_errors_is_no_error(client: Client, signed_in: Any) -> None:
    title = "INTERNAL_SERVER_ERROR happens often"
    first, second = send(client, signed_in, title=title), send(client, signed_in, title=title)
    assert first.content == second.content and second.headers["Idempotency-Replayed"] == "true"


def test_a_refusal_is_replayed_as_well(client: Client, signed_in: Any) -> None:
    first, second = send(client, signed_in, rating=9), send(client, signed_in, rating=9)
    assert first.json() == second.json() and second.headers["Idempotency-Replayed"] == "true"


def test_another_request_with_the_key_is_refused(client: Client, signed_in: Any) -> None:
    send(client, signed_in)
    answer = send(client, signed_in, title="Another")
    assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (422, "CONFLICT")


def test_keys_of_two_people_are_apart(client: Client, signed_in: Any) -> None:
    send(client, signed_in)
    other = Client()
    other.force_login(make_user("other"))
    assert "Idempotency-Replayed" not in send(other, signed_in).headers
    assert Review.objects.count() == 2


def test_a_request_that_is_still_running_is_not_run_twice(client: Client, signed_in: Any) -> None:
    send(client, signed_in)
    IdempotentRequest.objects.update(answer=None)
    assert send(client, signed_in).status_code == 409
    IdempotentRequest.objects.update(created_at=timezone.now() - timedelta(minutes=2))
    assert send(client, signed_in).status_code == 200


def test_a_fault_of_ours_is_forgotten(
    client: Client, signed_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from content_types.reviews import announcements

    def fail(review: Any) -> None:
        raise OSError("disk")

    with monkeypatch.context() as patch:
        patch.setattr(announcements, "submitted", fail)
        answer = send(client, signed_in).json()
    assert answer["errors"][0]["extensions"]["code"] == "INTERNAL_SERVER_ERROR"
    assert (Review.objects.count(), IdempotentRequest.objects.count()) == (0, 0)
    assert send(client, signed_in).json()["data"]["submitReview"]["errors"] == []


@pytest.mark.parametrize("key", ["", "x" * 256, "a\tb"])
def test_a_key_that_is_none_is_refused(client: Client, signed_in: Any, key: str) -> None:
    assert send(client, signed_in, key=key).status_code == 400
    assert not Review.objects.exists()


def test_old_requests_are_forgotten(client: Client, signed_in: Any) -> None:
    send(client, signed_in)
    IdempotentRequest.objects.update(created_at=timezone.now() - timedelta(hours=25))
    send(client, signed_in, key="k-2")
    assert list(IdempotentRequest.objects.values_list("key", flat=True)) == ["k-2"]


def left(answer: Any) -> int:
    return int(answer.headers["RateLimit"].split("r=")[1].split(";")[0])


@pytest.mark.parametrize("change", [{}, {"title": "Another"}])
def test_a_key_that_is_used_again_costs_the_least_points(
    client: Client, signed_in: Any, settings: Any, change: dict[str, str]
) -> None:
    limits = replace(settings.API_LIMITS["known"], bucket=5_000, restore=1)
    settings.API_LIMITS = {**settings.API_LIMITS, "known": limits}
    first = left(send(client, signed_in))
    for _ in range(3):
        send(client, signed_in, **change)
    after = left(send(client, signed_in))
    assert first - 4 * LEAST <= after <= first - 4 * LEAST + 4  # some points come back meanwhile


def test_replays_are_limited_and_nothing_is_written(client: Client, signed_in: Any, settings: Any) -> None:
    limits = replace(settings.API_LIMITS["known"], cost=60, bucket=60, restore=1)
    settings.API_LIMITS = {**settings.API_LIMITS, "known": limits}
    statuses = [send(client, signed_in).status_code for _ in range(20)]
    assert statuses[0] == 200 and statuses[-1] == 429 and Review.objects.count() == 1
    refused = send(client, signed_in, key="k-2", title="Another")
    assert refused.status_code == 429 and IdempotentRequest.objects.count() == 1
