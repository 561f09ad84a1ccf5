"""manage.py limits."""

from __future__ import annotations

import json
from dataclasses import replace
from io import StringIO
from typing import Any

import pytest
from django.core.checks import run_checks
from django.core.management import call_command

from cms.ratelimit.limits import ANONYMOUS, AUDIENCES, KNOWN, Limits, Rate


def run(*words: str, **options: Any) -> str:
    told = StringIO()
    call_command(*words, stdout=told, **options)
    return told.getvalue()


def test_limits_are_shown_for_each_audience() -> None:
    lines = run("limits").splitlines()
    assert lines[0].split()[:3] == ["limit", "anonymous", "known"]
    assert next(line for line in lines if line.startswith("cost ")).split()[:3] == ["cost", "1,000", "5,000"]


def test_the_page_of_limits_is_current() -> None:
    run("limits", "--check")


def test_buckets_of_their_own_are_shown_as_they_hold(settings: Any) -> None:
    settings.RATE_BUCKETS = {**settings.RATE_BUCKETS, "votes": Rate(7, 1800, "Votes on reviews.")}
    row = next(line for line in run("limits").splitlines() if line.startswith("votes"))
    assert row.split(maxsplit=3)[:3] == ["votes", "7", "1,800"]
    told = json.loads(run("limits", "--json"))
    assert told["buckets"]["votes"] == {"amount": 7, "seconds": 1800, "meaning": "Votes on reviews."}
    assert told["limits"]["known"]["cost"] == 5000 and told["limits"]["anonymous"]["deadline"] == 5.0


def change_limits(**values: Any) -> Limits:
    """Limits with values that a type checker would refuse, as a settings module may have them."""
    return replace(KNOWN, **values)


@pytest.mark.parametrize(
    ("name", "given", "fault"),
    [
        ("API_LIMITS", {"anonymous": ANONYMOUS}, "API_LIMITS: there is no 'known'."),
        ("API_LIMITS", {**AUDIENCES, "knwon": KNOWN}, "API_LIMITS: 'knwon' is not an audience."),
        (
            "API_LIMITS",
            {**AUDIENCES, "known": {"cost": 5}},
            "API_LIMITS: known is not a Limits or Rate of cms.ratelimit.limits, but a dict.",
        ),
        (
            "API_LIMITS",
            {**AUDIENCES, "known": change_limits(depth="12")},
            "API_LIMITS: known: depth must be a whole number above 0.",
        ),
        (
            "API_LIMITS",
            {**AUDIENCES, "known": replace(KNOWN, bucket=10)},
            "API_LIMITS: known: a bucket of 10 points never pays for the 5000 of one request.",
        ),
        (
            "API_LIMITS",
            {**AUDIENCES, "known": change_limits(bucket="10")},
            "API_LIMITS: known: bucket must be a whole number above 0.",
        ),
    ],
)
def test_what_a_settings_module_got_wrong_is_an_error(
    name: str, given: Any, fault: str, settings: Any
) -> None:
    assert [each.msg for each in run_checks() if each.id == "content_api.E003"] == []
    setattr(settings, name, given)
    assert fault in [each.msg for each in run_checks() if each.id == "content_api.E003"]
