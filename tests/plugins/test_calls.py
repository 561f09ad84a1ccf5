"""Calls into plugins: what each kind of failure does to the caller, to the breaker and to the other plugins."""

from __future__ import annotations

from contextvars import copy_context
from threading import Event, Thread
from typing import Any
from unittest.mock import patch

import pytest
from django.contrib.auth.models import Group
from django.db import connection, transaction
from django.utils import timezone, translation
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import StatusCode

from cms.plugins.api.errors import CallFailed
from cms.plugins.api.markers import Budget
from cms.plugins.api.moderation import Proposal, ReviewText
from cms.plugins.loader.records import Answer
from cms.plugins.runtime import breaker, calls
from cms.plugins.runtime.breaker import Breaker
from cms.plugins.runtime.calls import Caller
from tests.plugins.workshop import Workshop

pytestmark = pytest.mark.django_db
SHORT = Budget(0.1, 3)
TEXT = ReviewText(1, 1, None, "Title", "Body", "", "", "en", timezone.now())


def call(function: object, budget: Budget = SHORT, **options: object) -> object:
    return Caller().call("frail", "moderate_review", function, {}, budget, **options)  # type: ignore[arg-type]


def ask_often() -> None:
    for _ in range(4):
        Group.objects.count()


def hang() -> None:
    import time

    time.sleep(60)


def hang_in_sql() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(60)")


def leave() -> None:
    raise SystemExit(3)


def interrupt() -> None:
    raise KeyboardInterrupt


def set_path() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET search_path TO nowhere")


@pytest.mark.parametrize(
    ("function", "reason"),
    [
        (lambda: 1 / 0, "it raised ZeroDivisionError: division by zero"),
        (leave, "it called sys.exit(), which ends nothing here. Raise an exception instead."),
        (interrupt, "it raised KeyboardInterrupt, which ends nothing here. Raise an Exception instead."),
        (
            lambda: Group.objects.create(name="New"),
            "it raised ReadOnly: it may only read here: write in a job, a mutation or a notify hook",
        ),
        (set_path, "it raised ReadOnly: it may only read here: write in a job, a mutation or a notify hook"),
        (hang, "no answer within 0.1 s; the call was left behind. Make it faster, or switch it off."),
        (ask_often, "it raised StatementBudgetExceeded: more than 3 SQL statements"),
    ],
)
def test_a_failure_says_whose_it_was_and_what_to_do(function: object, reason: str) -> None:
    with pytest.raises(CallFailed) as caught:
        call(function)
    assert str(caught.value) == f"Plugin 'frail', moderate_review: {reason}"


def test_a_write_that_fails_is_undone_and_the_callers_stays() -> None:
    def write_and_fail() -> None:
        Group.objects.create(name="theirs")
        raise OSError("disk")

    with transaction.atomic():
        Group.objects.create(name="ours")
        with pytest.raises(CallFailed):
            call(write_and_fail, Budget(1, 10), writes=True)
    assert list(Group.objects.filter(name__in=["ours", "theirs"]).values_list("name", flat=True)) == ["ours"]


def test_a_broken_statement_does_not_break_the_callers_transaction() -> None:
    def break_sql() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT nothing FROM nowhere")

    with pytest.raises(CallFailed):
        call(break_sql, writes=True)
    assert Group.objects.filter(name="Editor").count() == 1


def test_a_statement_that_hangs_is_cancelled() -> None:
    with pytest.raises(CallFailed):
        call(hang_in_sql, writes=True)
    assert Group.objects.filter(name="Editor").count() == 1


@pytest.mark.parametrize("pause", [0.0, 0.001, 0.05, 30.0])
def test_a_call_that_is_left_behind_cancels_no_statement_of_its_caller(pause: float) -> None:
    over = Event()

    def ask_again_and_again() -> None:
        with connection.cursor() as cursor:
            while not over.is_set():
                cursor.execute("SELECT pg_sleep(%s)", [pause])

    for _ in range(3):
        with pytest.raises(CallFailed):
            call(ask_again_and_again, Budget(0.05, 1_000_000), writes=True)
        for number in range(20):
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_sleep(0.001), %s", [number])
                assert cursor.fetchone()[1] == number
    over.set()


def milliseconds() -> int:
    """The time limit that the server keeps for the next statement; 0: none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT setting::int FROM pg_settings WHERE name = 'statement_timeout'")
        return cursor.fetchone()[0]


@pytest.mark.parametrize(
    ("own", "seconds", "least", "most"),
    [(None, 60, 30_000, 60_050), (90, 60, 30_000, 60_050), (2, 60, 2000, 2000), (None, 5, 1, 5050)],
)
@pytest.mark.parametrize("writes", [False, True])
def test_the_server_ends_the_statements_of_a_call_with_its_time(
    own: float | None, seconds: float, least: int, most: int, writes: bool
) -> None:
    connection.limit_statements(own)
    try:
        for _ in range(2):
            assert least <= call(milliseconds, Budget(seconds, 3), writes=writes) <= most  # type: ignore[operator]
        assert milliseconds() == (own or 0) * 1000
    finally:
        connection.limit_statements(None)


def test_later_statements_of_a_call_get_what_is_left_of_its_time() -> None:
    def ask_twice() -> tuple[int, int]:
        first = milliseconds()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(0.2)")
        return first, milliseconds()

    answered: Any = call(ask_twice, Budget(30, 5))
    first, second = answered
    assert second <= first - 200 + 100  # two times the slack


def test_a_savepoint_that_a_call_rolls_back_takes_no_limit_away() -> None:
    def roll_back() -> int:
        for _ in range(2):
            with transaction.atomic():
                Group.objects.count()
                transaction.set_rollback(True)
        return milliseconds()

    assert 30_000 <= call(roll_back, Budget(60, 20), writes=True) <= 60_050  # type: ignore[operator]
    assert milliseconds() == 0


def test_a_call_sees_what_its_caller_wrote_and_leaves_its_own() -> None:
    with transaction.atomic():
        Group.objects.create(name="ours")
        made = call(
            lambda: Group.objects.create(name=Group.objects.get(name="ours").name + "!"),
            Budget(1, 5),
            writes=True,
        )
    assert Group.objects.get(pk=made.pk).name == "ours!"  # type: ignore[attr-defined]


def test_blocks_that_a_call_opens_leave_those_of_its_caller_alone() -> None:
    def save_and_nest() -> None:
        Group.objects.get_or_create(name="one")
        group = Group(name="two")
        group.save()
        with transaction.atomic():
            Group.objects.update_or_create(name="two", defaults={"name": "three"})

    for _ in range(2):
        with transaction.atomic():
            call(save_and_nest, Budget(1, 30), writes=True)
            Group.objects.filter(name="three").delete()
    assert Group.objects.filter(name="one").exists()


def test_what_is_left_to_do_on_commit_is_done(django_capture_on_commit_callbacks: object) -> None:
    done: list[str] = []
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        call(lambda: transaction.on_commit(lambda: done.append("done")))
        call(lambda: Group.objects.count() and transaction.on_commit(lambda: done.append("again")))
    assert done[-1] == "again"


def test_an_exception_that_is_an_answer_is_no_failure() -> None:
    def deny() -> None:
        raise PermissionError

    caller = Caller()
    with pytest.raises(PermissionError):
        caller.call("frail", "hook", deny, {}, SHORT, passed_on=(PermissionError,))
    assert caller.statistics["frail", "hook"].failures == 0


def test_the_breaker_opens_after_five_failures_and_tries_again_after_a_minute() -> None:
    now = [0.0]
    tested = Breaker(clock=lambda: now[0])
    assert [tested.record_failure() for _ in range(6)] == [False, False, False, False, True, False]
    assert not tested.admits()
    now[0] = breaker.PAUSE + 1
    assert [tested.admits(), tested.admits()] == [True, False]
    tested.record_success()
    assert tested.admits() and not tested.is_open


def test_failures_far_apart_do_not_open_the_breaker() -> None:
    now = [0.0]
    tested = Breaker(clock=lambda: now[0])
    for _ in range(10):
        tested.record_failure()
        now[0] += breaker.WINDOW / 4 + 1
    assert tested.admits()


def test_an_open_breaker_makes_no_call() -> None:
    caller, calls = Caller(), []

    def count_and_fail() -> None:
        calls.append(1)
        raise OSError

    for _ in range(8):
        with pytest.raises(CallFailed):
            caller.call("frail", "hook", count_and_fail, {}, SHORT)
    assert len(calls) == 5
    assert caller.call("frail", "another_hook", lambda: 1, {}, SHORT) == 1
    assert caller.call("other", "hook", lambda: 1, {}, SHORT) == 1


def test_calls_can_be_traced(capsys: pytest.CaptureFixture[str]) -> None:
    Caller(trace=True).call("words", "ready", Group.objects.count, {}, SHORT)
    line = capsys.readouterr().err
    assert line.startswith("hook ready plugin words ") and line.endswith(" ms 1 SQL ok\n")


MODERATE = "from cms.plugin_api import *\n\n@hookimpl\ndef moderate_review(review):\n    "


def test_decide_moderate_review_asks_every_plugin(workshop: Workshop) -> None:
    workshop.write("strict", MODERATE + "return Proposal('SPAM', 'SPAM', review.title)")
    workshop.write("silent", MODERATE + "return None")
    workshop.write("broken", MODERATE + "raise OSError")
    workshop.write("wrong", MODERATE + "return 'SPAM'")
    answers = workshop.load().decide("moderate_review", review=TEXT)
    assert answers == [
        Answer("broken", failed=True),
        Answer("silent"),
        Answer("strict", Proposal("SPAM", "SPAM", "Title")),
        Answer("wrong", failed=True),
    ]


def test_a_proposal_is_one_of_three() -> None:
    with pytest.raises(
        ValueError, match=r"Proposal.state is 'PENDING': use one of PUBLISHED, REJECTED, SPAM."
    ):
        Proposal("PENDING", "OTHER", "Wait.")


def test_decorate_json_ld_leaves_the_value_alone_when_a_plugin_fails(workshop: Workshop) -> None:
    add = "from cms.plugin_api import *\n\n@hookimpl\ndef json_ld(value, kind):\n    %s"
    for name, body in (("pa", "return {**value, 1: kind}"), ("pb", "raise OSError"), ("pc", "return 1")):
        workshop.write(name, add % body)
    assert workshop.load().decorate("json_ld", {2: {}}, kind="x") == {1: "x", 2: {}}


def test_each_call_has_a_span_that_tells_nothing_private() -> None:
    exporter, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))

    def fail() -> None:
        raise OSError("canary")

    with patch.object(calls, "tracer", provider.get_tracer("aixplore.plugins")):
        assert call(lambda: calls.tracer.start_span("inner").end() or 1) == 1
        with pytest.raises(CallFailed):
            call(fail)
    inner, fine, failed = exporter.get_finished_spans()
    assert inner.parent is not None and inner.parent.span_id == fine.context.span_id
    assert fine.attributes == {"aixplore.plugin": "frail", "aixplore.hook": "moderate_review"}
    assert (fine.status.status_code, failed.status.status_code) == (StatusCode.UNSET, StatusCode.ERROR)
    assert "canary" not in failed.to_json()


def test_a_plugin_works_in_the_language_and_time_zone_of_the_person() -> None:
    def tell() -> tuple[str | None, str]:
        return translation.get_language(), timezone.get_current_timezone_name()

    with translation.override("de"), timezone.override("Asia/Tokyo"):
        assert call(tell) == ("de", "Asia/Tokyo")
    assert call(tell) == ("en", timezone.get_default_timezone_name())


def test_a_copied_context_still_carries_no_language() -> None:
    """Fails when it does again: then cms.base.request_locale can go."""
    found = []
    with translation.override("de"):
        thread = Thread(target=copy_context().run, args=(lambda: found.append(translation.get_language()),))
        thread.start()
        thread.join()
    assert found == ["en"]
