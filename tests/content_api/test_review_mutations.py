"""Reviews through the API: what each verb does, whom it refuses, and that a refusal changes nothing."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from graphql_relay import to_global_id

from cms.ratelimit.limits import Rate
from content_types.reviews.models import Report, Review, ReviewVersion, ReviewVote, VendorReply
from tests.content_api.client import ask, codes, post
from tests.factories.content import make_review, make_site, make_solution, make_user, make_vendor

SUBMIT = """mutation($input: SubmitReviewInput!) { submitReview(input: $input) {
  review { id state rating title } errors { code field message } } }"""
EDIT = """mutation($input: EditReviewInput!) { editReview(input: $input) {
  review { id state title body rating } errors { code field } } }"""
WITHDRAW = """mutation($input: WithdrawReviewInput!) { withdrawReview(input: $input) {
  review { state } errors { code field } } }"""
VOTE = "mutation($input: VoteReviewInput!) { voteReview(input: $input) { helpful errors { code field } } }"
REPORT = (
    "mutation($input: ReportReviewInput!) { reportReview(input: $input) { reported errors { code field } } }"
)
REPLY = """mutation($input: ReplyToReviewInput!) { replyToReview(input: $input) {
  reply { state body } errors { code field } } }"""
PUBLIC = "{ reviews { totalCount nodes { title body reply { body } } } }"


@pytest.fixture
def site(db: None) -> Any:
    return make_site()


@pytest.fixture
def reader(client: Client, site: Any) -> Any:
    """The person who is signed in."""
    user = make_user("reader")
    client.force_login(user)
    return user


def review_input(solution: Any, /, **fields: Any) -> dict[str, Any]:
    values = {
        "solution": to_global_id("Solution", str(solution.pk)),
        "rating": 4,
        "title": "Good",
        "body": "It works.",
    }
    return values | fields


def key(review: Any) -> str:
    return to_global_id("Review", str(review.pk))


def send(client: Client, mutation: str, **given: Any) -> Any:
    """The payload of a mutation."""
    return next(iter(ask(client, mutation, input=given).values()))


def list_refusals(client: Client, mutation: str, **given: Any) -> list[tuple[str, str | None]]:
    payload = send(client, mutation, **given)
    assert all(value is None for name, value in payload.items() if name != "errors")
    return [(error["code"], error["field"]) for error in payload["errors"]]


def test_a_review_is_submitted_and_stays_hidden(client: Client, reader: Any) -> None:
    solution = make_solution("Tool")
    payload = send(client, SUBMIT, **review_input(solution, incentive="DISCOUNT", easeOfUse=5))
    made = Review.objects.get()
    assert payload == {
        "review": {"id": key(made), "state": "PENDING", "rating": 4, "title": "Good"},
        "errors": [],
    }
    assert (made.author, made.incentive, made.ease_of_use, made.verification) == (
        reader,
        "discount",
        5,
        "none",
    )
    assert ask(client, PUBLIC)["reviews"] == {"totalCount": 0, "nodes": []}
    assert ask(client, f'{{ node(id: "{key(made)}") {{ id }} }}') == {"node": None}


WRONG: dict[str, tuple[dict[str, Any], list[Any]]] = {
    "no_rating": ({"rating": 0}, [("BAD_USER_INPUT", "rating")]),
    "six_stars": ({"rating": 6}, [("BAD_USER_INPUT", "rating")]),
    "no_title": ({"title": ""}, [("BAD_USER_INPUT", "title")]),
    "long_body": ({"body": "x" * 5001}, [("BAD_USER_INPUT", "body")]),
    "nul": ({"body": "a\x00"}, [("BAD_USER_INPUT", "body")]),
    "two": ({"title": "", "easeOfUse": 9}, [("BAD_USER_INPUT", "easeOfUse"), ("BAD_USER_INPUT", "title")]),
    "hidden": ({"solution": "hidden"}, [("NOT_FOUND", "solution")]),
    "absent": ({"solution": to_global_id("Solution", "999999")}, [("NOT_FOUND", "solution")]),
    "other_kind": ({"solution": to_global_id("Vendor", "1")}, [("NOT_FOUND", "solution")]),
    "no_id": ({"solution": "x"}, [("BAD_USER_INPUT", "solution")]),
    "blank": ({"title": " \u200b", "body": "\u00a0"}, [("BAD_USER_INPUT", "body"), ("BAD_USER_INPUT", "title")]),
    "braille": ({"title": "\u2800\u3164"}, [("BAD_USER_INPUT", "title")]),
    "control": ({"body": "a\x07", "pros": "\x1b"}, [("BAD_USER_INPUT", "body"), ("BAD_USER_INPUT", "pros")]),
    "two_lines": ({"title": "a\nb", "reviewerRole": "a\rb"}, [("BAD_USER_INPUT", "reviewerRole"), ("BAD_USER_INPUT", "title")]),
    "long_language": ({"language": "en-Latn-GB-ox"}, [("BAD_USER_INPUT", "language")]),
    "no_language": ({"language": "<b>"}, [("BAD_USER_INPUT", "language")]),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_review_is_refused_at_its_field(client: Client, reader: Any, name: str) -> None:
    fields, expected = WRONG[name]
    solution = make_solution("Tool")
    if name == "hidden":
        fields = {"solution": to_global_id("Solution", str(make_solution("Hidden", live=False).pk))}
    assert sorted(list_refusals(client, SUBMIT, **review_input(solution, **fields)), key=str) == expected
    assert not Review.objects.exists() and mail.outbox == []


@pytest.mark.parametrize("field", ["state", "author", "verification", "publishedAt", "id"])
def test_what_is_no_input_cannot_be_assigned(client: Client, reader: Any, field: str) -> None:
    answer = post(client, SUBMIT, input=review_input(make_solution("Tool"), **{field: "published"}))
    assert codes(answer) == ["BAD_USER_INPUT"]
    assert not Review.objects.exists()


def test_one_live_review_for_each_author_and_solution(client: Client, reader: Any) -> None:
    solution = make_solution("Tool")
    send(client, SUBMIT, **review_input(solution))
    assert list_refusals(client, SUBMIT, **review_input(solution, title="Again")) == [("CONFLICT", None)]
    assert Review.objects.count() == 1


def test_an_edit_waits_again_and_keeps_the_old_text(client: Client, reader: Any) -> None:
    review = make_review(make_solution("Tool"), author=reader, title="Old")
    payload = send(client, EDIT, id=key(review), title="New", rating=2)
    assert payload["review"] == {
        "id": key(review), "state": "PENDING", "title": "New", "body": "It does what it says.", "rating": 2,
    }  # fmt: skip
    assert ReviewVersion.objects.get().content["title"] == "Old"
    assert ask(client, PUBLIC)["reviews"]["totalCount"] == 0


def test_an_edit_that_changes_nothing_leaves_a_review_where_it_is(client: Client, reader: Any) -> None:
    review = make_review(make_solution("Tool"), author=reader, title="Old")
    assert send(client, EDIT, id=key(review), title=" Old\n")["review"]["state"] == "PUBLISHED"
    assert not ReviewVersion.objects.exists()


def test_a_rejected_review_does_not_come_back_beside_a_newer_one(client: Client, reader: Any) -> None:
    solution = make_solution("Tool")
    old = make_review(solution, author=reader, state="rejected", title="Old")
    send(client, SUBMIT, **review_input(solution))
    assert list_refusals(client, EDIT, id=key(old), title="New") == [("CONFLICT", None)]
    assert not ReviewVersion.objects.exists()


def test_who_belongs_to_the_vendor_has_to_say_so(client: Client, reader: Any) -> None:
    vendor = make_vendor("Maker")
    vendor.members.add(reader)
    vendor.save()
    given = review_input(make_solution("Tool", vendor=vendor))
    assert list_refusals(client, SUBMIT, **given) == [("BAD_USER_INPUT", "relationship")]
    for other in ("NONE", "CUSTOMER", "COMPETITOR"):
        assert list_refusals(client, SUBMIT, **given, relationship=other) == [
            ("BAD_USER_INPUT", "relationship")
        ]
    assert not Review.objects.exists()
    assert send(client, SUBMIT, **given, relationship="EMPLOYEE")["errors"] == []


@pytest.mark.parametrize("reason", ["OK", "AUTHOR", "APPEAL"])
def test_a_report_says_what_is_wrong(client: Client, reader: Any, reason: str) -> None:
    review = make_review(make_solution("Tool"))
    assert list_refusals(client, REPORT, review=key(review), reason=reason) == [("BAD_USER_INPUT", "reason")]
    assert not Report.objects.exists()


def test_an_author_takes_a_review_back(client: Client, reader: Any) -> None:
    review = make_review(make_solution("Tool"), author=reader)
    assert send(client, WITHDRAW, id=key(review)) == {"review": {"state": "WITHDRAWN"}, "errors": []}
    assert list_refusals(client, EDIT, id=key(review), title="New") == [("CONFLICT", None)]
    assert list_refusals(client, WITHDRAW, id=key(review)) == [("CONFLICT", None)]
    assert ask(client, PUBLIC)["reviews"]["totalCount"] == 0


@pytest.mark.parametrize("state", ["rejected", "spam"])
def test_what_was_turned_down_cannot_be_taken_back(client: Client, reader: Any, state: str) -> None:
    review = make_review(make_solution("Tool"), author=reader, state=state)
    assert list_refusals(client, WITHDRAW, id=key(review)) == [("CONFLICT", None)]
    assert Review.objects.get().state == state


def test_the_last_vote_of_a_reader_counts(client: Client, reader: Any) -> None:
    review = make_review(make_solution("Tool"))
    for helpful in (True, False):
        assert send(client, VOTE, review=key(review), helpful=helpful) == {"helpful": helpful, "errors": []}
    assert list(ReviewVote.objects.values_list("helpful", flat=True)) == [False]


def test_a_report_reaches_moderators(
    client: Client, reader: Any, django_capture_on_commit_callbacks: Any
) -> None:
    make_user("mo", groups=("Moderator",))
    review = make_review(make_solution("Tool"), title="Bad words")
    with django_capture_on_commit_callbacks(execute=True):
        assert send(client, REPORT, review=key(review), reason="ABUSE")["reported"] is True
    assert (mail.outbox[0].to, mail.outbox[0].subject) == (
        ["mo@example.com"],
        "A review was reported: Bad words",
    )
    assert list_refusals(client, REPORT, review=key(review), reason="ABUSE") == [("CONFLICT", None)]
    assert Report.objects.count() == 1


def test_a_member_of_the_vendor_answers_once(client: Client, reader: Any) -> None:
    vendor = make_vendor("Maker")
    vendor.members.add(reader)
    vendor.save()
    review = make_review(make_solution("Tool", vendor=vendor))
    payload = send(client, REPLY, review=key(review), body="Thank you.")
    assert payload["reply"] == {"state": "PENDING", "body": "Thank you."}
    assert list_refusals(client, REPLY, review=key(review), body=" \u200b") == [("BAD_USER_INPUT", "body")]
    assert list_refusals(client, REPLY, review=key(review), body="Again.") == [("CONFLICT", None)]
    assert VendorReply.objects.count() == 1
    assert ask(client, PUBLIC)["reviews"]["nodes"][0]["reply"] is None


def calls(own: Review, other: Review, hidden: Review) -> dict[str, tuple[str, dict[str, Any], str]]:
    """Mutation, input and the code that somebody without a right to it gets."""
    return {
        "edit_others": (EDIT, {"id": key(other), "title": "Mine"}, "NOT_FOUND"),
        "withdraw_others": (WITHDRAW, {"id": key(other)}, "NOT_FOUND"),
        "vote_own": (VOTE, {"review": key(own), "helpful": True}, "FORBIDDEN"),
        "report_own": (REPORT, {"review": key(own), "reason": "FAKE"}, "FORBIDDEN"),
        "vote_hidden": (VOTE, {"review": key(hidden), "helpful": True}, "NOT_FOUND"),
        "report_hidden": (REPORT, {"review": key(hidden), "reason": "FAKE"}, "NOT_FOUND"),
        "reply_hidden": (REPLY, {"review": key(hidden), "body": "x"}, "NOT_FOUND"),
        "reply_as_stranger": (REPLY, {"review": key(other), "body": "x"}, "FORBIDDEN"),
    }


@pytest.mark.parametrize(
    "name",
    ["edit_others", "withdraw_others", "vote_own", "report_own", "vote_hidden", "report_hidden", "reply_hidden", "reply_as_stranger"],
)  # fmt: skip
def test_who_has_no_right_is_refused_and_nothing_changes(client: Client, reader: Any, name: str) -> None:
    own = make_review(make_solution("One"), author=reader)
    other = make_review(make_solution("Two"))
    hidden = make_review(make_solution("Three"), state="pending", title="canary")
    before = list(Review.objects.order_by("pk").values())
    mutation, given, code = calls(own, other, hidden)[name]
    answer = post(client, mutation, input=given)
    assert [error["code"] for error in next(iter(answer["data"].values()))["errors"]] == [code]
    assert "canary" not in str(answer)
    assert list(Review.objects.order_by("pk").values()) == before
    assert not (ReviewVote.objects.exists() or Report.objects.exists() or VendorReply.objects.exists())
    client.logout()
    assert list_refusals(client, mutation, **given) == [("UNAUTHENTICATED", None)]


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        (None, 200),
        ("http://testserver", 200),
        ("http://127.0.0.1:3000", 200),
        ("https://evil.example", 403),
        ("null", 403),
    ],
)
def test_mutations_are_taken_from_known_origins(
    client: Client, reader: Any, origin: str | None, status: int
) -> None:
    body = {"query": SUBMIT, "variables": {"input": review_input(make_solution("Tool"))}}
    headers = {"Origin": origin} if origin else {}
    response = client.post("/graphql", body, content_type="application/json", headers=headers)
    assert response.status_code == status
    assert Review.objects.count() == (status == 200)


def test_a_mutation_over_get_is_refused(client: Client, reader: Any) -> None:
    response = client.get(
        "/graphql", {"query": 'mutation { voteReview(input: {review: "x", helpful: true}) { helpful } }'}
    )
    assert (response.status_code, response.headers["Allow"]) == (405, "POST")


def test_many_mutations_in_one_request_are_refused(client: Client, reader: Any) -> None:
    one = 'voteReview(input: {review: "x", helpful: true}) { helpful }'
    text = "mutation {" + " ".join(f"a{n}: {one}" for n in range(5)) + "}"
    assert codes(post(client, text)) == ["COST_LIMIT_EXCEEDED"]


def test_statements_of_a_submission(client: Client, reader: Any, django_assert_num_queries: Any) -> None:
    solution = make_solution("Tool")
    send(client, SUBMIT, **review_input(make_solution("Warm")))
    with django_assert_num_queries(17):
        send(client, SUBMIT, **review_input(solution))


@pytest.mark.alone
@pytest.mark.django_db(transaction=True)
def test_parallel_reviews_of_one_author_give_one_row(settings: Any) -> None:
    settings.RATE_BUCKETS = {"reviews": Rate(1000, 3600, "More than 50 at once.")}
    make_site()
    user, solution = make_user("eager"), make_solution("Tool")
    clients = [Client() for _ in range(10)]
    for each in clients:
        each.force_login(user)

    def submit(client: Client) -> str:
        try:
            payload = send(client, SUBMIT, **review_input(solution))
            return payload["errors"][0]["code"] if payload["errors"] else "OK"
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        results = sorted(pool.map(submit, clients * 5))
    assert (Review.objects.count(), results.count("OK")) == (1, 1)
    assert set(results) == {"OK", "CONFLICT"}
