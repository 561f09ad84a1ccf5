"""Idempotency-Key: the same request again is answered, not executed again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from graphql_relay import to_global_id

from cms.identity.api_keys import create_key
from cms.identity.models import User
from content_api.limits.charge import MINIMUM_COST
from content_api.models import IdempotentRequest
from content_api.transport import exchange
from content_api.transport.idempotency import Attempt
from content_types.reviews import announcements
from content_types.reviews.models import Review
from tests.cms.test_database_outages import end_connection
from tests.content_api.test_registrations import REGISTER
from tests.content_api.test_review_mutations import SUBMIT, review_input
from tests.factories.content import make_event, make_site, make_solution, make_user
from tests.support.oauth import Website, forget_everything

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def signed_in(client: Client) -> Any:
    make_site()
    client.force_login(make_user("reader"))
    return make_solution("Tool")


@pytest.fixture
def executions(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The requests that were executed."""
    seen: list[Any] = []
    original = exchange.execute_operation

    def run(operation: Any, context: Any, limits: Any) -> Any:
        seen.append(operation)
        return original(operation, context, limits)

    monkeypatch.setattr(exchange, "execute_operation", run)
    return seen


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


def test_no_client_is_told_what_it_may_not_by_the_key_of_another(client: Client) -> None:
    """Here the address of the person, which takes the scope “email”."""
    forget_everything()
    person, event = (
        make_user("ada", email="ada@example.org", display_name="Ada"),
        make_event("Meeting", capacity=5),
    )
    body = {"query": REGISTER, "variables": {"input": {"event": to_global_id("Event", event.pk)}}}

    def register(scope: str) -> Any:
        token = Website(f"Website {scope}").sign_in(person, scope)["access_token"]
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": "register-1"}
        return Client().post("/graphql", body, content_type="application/json", headers=headers)

    first, other = register("openid write email"), register("openid write")
    assert first.json()["data"]["registerForEvent"]["registration"]["email"] == person.email
    assert other.status_code == 422 and person.email not in other.content.decode()
    assert register("openid read write email").content == first.content


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


@pytest.mark.parametrize(
    ("answer", "age", "expected"),
    [
        (None, timedelta(0), "still running"),
        (None, timedelta(seconds=50), "still running"),
        (None, timedelta(minutes=2), "unknown"),
        (None, timedelta(hours=23), "unknown"),
        (b"", timedelta(0), "unknown"),
    ],
)
def test_a_request_without_an_answer_is_not_executed_again(
    client: Client, signed_in: Any, executions: list[Any], answer: bytes | None, age: timedelta, expected: str
) -> None:
    send(client, signed_in)
    IdempotentRequest.objects.update(answer=answer, created_at=timezone.now() - age)
    refuse_again(client, signed_in, expected)
    assert len(executions) == 1


def refuse_again(client: Client, solution: Any, expected: str) -> None:
    """Send the request again with its key, which must be refused with a text that holds the expected one."""
    again = send(client, solution)
    [error] = again.json()["errors"]
    assert (again.status_code, error["extensions"]["code"]) == (409, "CONFLICT")
    assert expected in error["message"]


def test_a_request_of_unknown_outcome_may_be_sent_with_a_new_key(client: Client, signed_in: Any) -> None:
    reader = make_user("lost")
    client.force_login(reader)
    IdempotentRequest.objects.create(
        user=reader, key="k-1", digest=digest_sent(client, signed_in), answer=b""
    )
    refuse_again(client, signed_in, "send it with a new Idempotency-Key")
    assert send(client, signed_in, key="k-2").json()["data"]["submitReview"]["errors"] == []


def digest_sent(client: Client, solution: Any) -> str:
    """The digest of a request, which is sent by someone else to learn it."""
    other = Client()
    other.force_login(make_user("other"))
    send(other, solution, key="probe")
    return IdempotentRequest.objects.get(key="probe").digest


def test_a_fault_of_ours_is_forgotten(
    client: Client, signed_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(review: Any) -> None:
        raise OSError("disk")

    with monkeypatch.context() as patch:
        patch.setattr(announcements, "announce_submission", fail)
        answer = send(client, signed_in).json()
    assert answer["errors"][0]["extensions"]["code"] == "INTERNAL_SERVER_ERROR"
    assert (Review.objects.count(), IdempotentRequest.objects.count()) == (0, 0)
    assert send(client, signed_in).json()["data"]["submitReview"]["errors"] == []


TWICE = """mutation($a: SubmitReviewInput!, $b: SubmitReviewInput!) {
  a: submitReview(input: $a) { errors { code } } b: submitReview(input: $b) { errors { code } } }"""


@pytest.mark.parametrize("failing", [1, 2])
def test_a_fault_is_forgotten_only_when_no_mutation_of_the_request_was_committed(
    client: Client, signed_in: Any, monkeypatch: pytest.MonkeyPatch, executions: list[Any], failing: int
) -> None:
    inputs = {"a": review_input(signed_in), "b": review_input(make_solution("Second"))}
    calls: list[Any] = []

    def fail(review: Any) -> None:
        calls.append(review)
        if len(calls) >= failing:
            raise OSError("disk")

    monkeypatch.setattr(announcements, "announce_submission", fail)
    body = {"query": TWICE, "variables": inputs}
    statuses = [
        client.post("/graphql", body, content_type="application/json", headers={"Idempotency-Key": "k"})
        for _ in range(2)
    ]
    expected = [200, 200] if failing == 1 else [200, 409]
    assert [each.status_code for each in statuses] == expected
    assert (len(executions), Review.objects.count()) == ((2, 0) if failing == 1 else (1, 1))


@pytest.mark.parametrize("key", ["", "x" * 256, "a\tb"])
def test_a_key_that_is_none_is_refused(client: Client, signed_in: Any, key: str) -> None:
    assert send(client, signed_in, key=key).status_code == 400
    assert not Review.objects.exists()


def test_old_requests_are_forgotten(client: Client, signed_in: Any) -> None:
    send(client, signed_in)
    IdempotentRequest.objects.update(created_at=timezone.now() - timedelta(hours=25))
    send(client, signed_in, key="k-2")
    assert list(IdempotentRequest.objects.values_list("key", flat=True)) == ["k-2"]


def read_remaining(answer: Any) -> int:
    return int(answer.headers["RateLimit"].split("r=")[1].split(";")[0])


@pytest.mark.parametrize("change", [{}, {"title": "Another"}])
def test_a_key_that_is_used_again_costs_the_least_points(
    client: Client, signed_in: Any, settings: Any, change: dict[str, str]
) -> None:
    limits = replace(settings.API_LIMITS["known"], bucket=5_000, restore=1)
    settings.API_LIMITS = {**settings.API_LIMITS, "known": limits}
    first = read_remaining(send(client, signed_in))
    for _ in range(3):
        send(client, signed_in, **change)
    after = read_remaining(send(client, signed_in))
    assert (
        first - 4 * MINIMUM_COST <= after <= first - 4 * MINIMUM_COST + 4
    )  # some points come back meanwhile


def test_replays_are_limited_and_nothing_is_written(client: Client, signed_in: Any, settings: Any) -> None:
    limits = replace(settings.API_LIMITS["known"], cost=60, bucket=60, restore=1)
    settings.API_LIMITS = {**settings.API_LIMITS, "known": limits}
    statuses = [send(client, signed_in).status_code for _ in range(20)]
    assert statuses[0] == 200 and statuses[-1] == 429 and Review.objects.count() == 1
    refused = send(client, signed_in, key="k-2", title="Another")
    assert refused.status_code == 429 and IdempotentRequest.objects.count() == 1


def lose_before_the_commit(review: Any) -> None:
    end_connection()


def lose_within_the_transaction(review: Any) -> None:
    end_connection()
    Review.objects.count()


def lose_after_the_commit(review: Any) -> None:
    transaction.on_commit(end_connection)
    transaction.on_commit(Review.objects.count)


@pytest.mark.alone
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("lose", "written"),
    [(lose_within_the_transaction, 0), (lose_before_the_commit, 0), (lose_after_the_commit, 1)],
)
def test_a_mutation_that_lost_its_connection_is_never_executed_again(
    client: Client,
    signed_in: Any,
    monkeypatch: pytest.MonkeyPatch,
    executions: list[Any],
    lose: Any,
    written: int,
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(announcements, "announce_submission", lose)
        first = send(client, signed_in)
    assert (first.status_code, first.json()["errors"][0]["extensions"]["code"]) == (
        503,
        "SERVICE_UNAVAILABLE",
    )
    assert "unknown" in first.json()["errors"][0]["message"]
    refuse_again(client, signed_in, "unknown")
    IdempotentRequest.objects.update(created_at=timezone.now() - timedelta(minutes=2))
    refuse_again(client, signed_in, "unknown")
    assert (len(executions), Review.objects.count()) == (1, written)


@pytest.mark.alone
@pytest.mark.django_db(transaction=True)
def test_a_fault_after_the_commit_is_not_executed_again(
    client: Client, signed_in: Any, monkeypatch: pytest.MonkeyPatch, executions: list[Any]
) -> None:
    def fail_after_the_commit(review: Any) -> None:
        transaction.on_commit(lambda: 1 / 0)

    with monkeypatch.context() as patch:
        patch.setattr(announcements, "announce_submission", fail_after_the_commit)
        first = send(client, signed_in).json()
    assert first["errors"][0]["extensions"]["code"] == "INTERNAL_SERVER_ERROR"
    refuse_again(client, signed_in, "unknown")
    assert (len(executions), Review.objects.count()) == (1, 1)


@pytest.mark.alone
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("rating", "written"), [(4, 1), (9, 0)])
def test_an_answer_that_cannot_be_kept_is_given_and_the_request_not_executed_again(
    client: Client,
    signed_in: Any,
    monkeypatch: pytest.MonkeyPatch,
    executions: list[Any],
    rating: int,
    written: int,
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(Attempt, "_rows", lose_before_the_rows)
        first = send(client, signed_in, rating=rating)
    assert first.status_code == 200 and "data" in first.json()
    IdempotentRequest.objects.update(created_at=timezone.now() - timedelta(minutes=2))
    again = send(client, signed_in, rating=rating)
    assert (again.status_code, len(executions), Review.objects.count()) == (409, 1, written)


@pytest.mark.alone
@pytest.mark.django_db(transaction=True)
def test_a_key_that_cannot_be_forgotten_is_not_executed_again(
    client: Client, signed_in: Any, monkeypatch: pytest.MonkeyPatch, executions: list[Any]
) -> None:
    def fail(review: Any) -> None:
        raise OSError("disk")

    with monkeypatch.context() as patch:
        patch.setattr(announcements, "announce_submission", fail)
        patch.setattr(Attempt, "_rows", lose_before_the_rows)
        first = send(client, signed_in)
    assert (first.status_code, first.json()["data"]["submitReview"]) == (200, None)
    refuse_again(client, signed_in, "still running")
    IdempotentRequest.objects.update(created_at=timezone.now() - timedelta(minutes=2))
    refuse_again(client, signed_in, "unknown")
    assert (len(executions), Review.objects.count()) == (1, 0)


def lose_before_the_rows(attempt: Attempt) -> Any:
    end_connection()
    return IdempotentRequest.objects.filter(pk=attempt.row.pk)


def test_a_request_with_an_api_key_shares_no_key_with_its_owner(client: Client, signed_in: Any) -> None:
    """Neither is answered with what the other was told, or is refused because of it."""
    owner = User.objects.get(username="reader")
    machine = Client(HTTP_AUTHORIZATION=f"Bearer {create_key('export', owner)[1]}")
    first, second = send(machine, signed_in, "k-1"), send(client, signed_in, "k-1")
    assert "FORBIDDEN" in first.content.decode() and "submitReview" in second.json()["data"]
    assert second.json()["data"]["submitReview"]["errors"] == []
    third = send(machine, signed_in, "k-1")
    assert third.json()["data"]["submitReview"]["review"] is None and "FORBIDDEN" in third.content.decode()
    assert IdempotentRequest.objects.count() == 1
