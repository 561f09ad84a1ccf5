"""Rows of plugins follow a merge by the rules that the plugins declare, and come back when it is undone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from cms.identity.privacy import erase_person, export_person
from cms.merging.actions import merge_records
from cms.merging.models import Merge
from cms.plugins.loader.records import State
from cms.publishing.models import OutboxEvent
from cms.testing.statements import capture_statements
from content_types.reviews.ratings import recompute
from content_types.solutions.models import Solution
from plugins.bookmarks.models import Bookmark
from plugins.embargo.models import Embargo
from plugins.ratings_bayesian.models import Aggregate
from tests.content_api.client import ask
from tests.factories.content import (
    make_category,
    make_review,
    make_site,
    make_solution,
    make_user,
    make_vendor,
)
from tests.plugins.workshop import Workshop
from tests.support.admin import sign_in_client
from tests.support.merging import merge, merge_page, messages_in, read_lines, undo

pytestmark = pytest.mark.django_db
RATINGS = """{ solutions(orderBy: [TITLE_ASC]) { nodes { title rating { average count } } } }"""


@pytest.fixture
def editor() -> Client:
    make_site()
    return sign_in_client("Editor")


@pytest.fixture
def pair(editor: Client) -> tuple[Solution, Solution]:
    make_category("Models")
    return make_solution("Kept"), make_solution("Other")


def get_counts() -> dict[int, int]:
    return dict(Aggregate.objects.values_list("solution", "count"))


@pytest.mark.parametrize("earlier", ["kept", "other"])
def test_merge_rules(editor: Client, pair: Any, earlier: str) -> None:
    kept, other = pair
    person, alone = make_user(), make_user()
    rows = {
        "kept": Bookmark.objects.create(user=person, solution=kept),
        "other": Bookmark.objects.create(user=person, solution=other),
    }
    moved = Bookmark.objects.create(user=alone, solution=other)
    Bookmark.objects.filter(pk=rows[earlier].pk).update(created_at="2026-01-01T00:00Z")
    before = sorted(Bookmark.objects.values_list())
    merge(editor, kept, other)
    assert set(Bookmark.objects.values_list("pk", "user", "solution")) == {
        (rows[earlier].pk, person.pk, kept.pk), (moved.pk, alone.pk, kept.pk),
    }  # fmt: skip
    undo(editor)
    assert sorted(Bookmark.objects.values_list()) == before


def test_an_embargo_goes_with_its_profile(editor: Client, pair: Any, client: Client) -> None:
    kept, other = pair
    Embargo.objects.create(solution=other, until=timezone.now() + timedelta(days=9), note="Ann")
    assert read_lines(editor.get(merge_page(kept, other)))["Embargoes"] == 1
    merge(editor, kept, other)
    assert not Embargo.objects.exists()
    assert ask(client, '{ solution(slug: "kept") { title } }') == {"solution": {"title": "Kept"}}
    undo(editor)
    assert Embargo.objects.get().solution == other
    assert ask(client, '{ solution(slug: "other") { title } }') == {"solution": None}


def test_ratings_follow_their_reviews_and_return(editor: Client, pair: Any, client: Client) -> None:
    kept, other = pair
    make_review(kept, rating=5)
    for stars in (1, 3):
        make_review(other, rating=stars)
    make_review(other, rating=1, state="pending")
    recompute()
    before = ask(client, RATINGS)
    assert get_counts() == {kept.pk: 1, other.pk: 2}
    merge(editor, kept, other)
    assert ask(client, RATINGS)["solutions"]["nodes"] == [
        {"title": "Kept", "rating": {"average": 3.0, "count": 3}}
    ]
    undo(editor)
    assert ask(client, RATINGS) == before
    assert get_counts() == {kept.pk: 1, other.pk: 2}


def test_events_tell_what_is_gone_and_what_changed(editor: Client, pair: Any) -> None:
    kept, other = pair
    vendor, same = make_vendor("Acme"), make_vendor("Acme Inc")
    for solution in pair:
        solution.vendor = same
        solution.save()
    OutboxEvent.objects.all().delete()
    merge(editor, vendor, same)
    assert read_events() == {
        ("content_unpublished", "vendors.vendor", same.pk),
        ("content_published", "vendors.vendor", vendor.pk),
        ("content_published", "solutions.solution", kept.pk),
        ("content_published", "solutions.solution", other.pk),
    }
    OutboxEvent.objects.all().delete()
    undo(editor)
    assert read_events() == {
        ("content_published", "vendors.vendor", vendor.pk),
        ("content_published", "vendors.vendor", same.pk),
        ("content_published", "solutions.solution", kept.pk),
        ("content_published", "solutions.solution", other.pk),
    }


def read_events() -> set[tuple[str, str, int]]:
    rows = OutboxEvent.objects.values_list("hook", "payload")
    return {(hook, payload["kind"], payload["key"]) for hook, payload in rows}


def test_search_finds_what_was_merged_under_its_new_tag(
    editor: Client, django_capture_on_commit_callbacks: Any
) -> None:
    solution = make_solution("Whisper", tags=("hearing",))
    make_solution("Third", tags=("listening",))
    keep, other = (
        type(solution).tags.through.tag_model().objects.get(name=n) for n in ("listening", "hearing")
    )
    with django_capture_on_commit_callbacks(execute=True):
        merge(editor, keep, other)
    found = [row.title for row in Solution.objects.all().search("listening")]
    assert sorted(found) == ["Third", "Whisper"]


def test_a_merge_costs_the_same_for_one_row_and_for_many(editor: Client) -> None:
    boss, numbers = make_user(is_superuser=True), []
    for rows in (2, 1, 30):  # the first fills caches
        kept, other = make_solution(), make_solution()
        for _ in range(rows):
            make_review(other, state="pending")
            Bookmark.objects.create(user=make_user(), solution=other)
        numbers.append(count_statements(lambda kept=kept, other=other: merge_records(kept, [other], boss)))
    assert numbers[1] == numbers[2]


def count_statements(action: Any) -> int:
    with capture_statements() as made:
        action()
    return len(made)


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        ('model="bookmarks.Bookmark", field="solution"', "bookmarks.Bookmark is not a model of late"),
        ('model="Bookmark", field="solution"', "write model as app.Model, and a field"),
        ('model="late.Note", field="solution", action="burn"', "action is one of move, leave, fill"),
        ('model="late.Note", field="solution"', "late.Note.solution does not exist"),
        (
            'model="late.Note", field="solution", action="leave", prefer=["pk"]',
            "prefer is for rows that move",
        ),
    ],
)
def test_a_plugin_with_an_unfit_merge_rule_is_refused(workshop: Workshop, rule: str, reason: str) -> None:
    code = f"""
from cms.plugin_api import MergeRule, hookimpl

@hookimpl
def merge_rules():
    return [MergeRule(name="rows", {rule})]
"""
    workshop.write("late", code)
    plugin = workshop.load().plugins["late"]
    assert plugin.state is State.REFUSED
    assert reason in plugin.reason


def test_a_person_who_is_erased_is_forgotten_by_merges(editor: Client, pair: Any) -> None:
    kept, other = pair
    person = make_user("ada")
    for solution in pair:
        Bookmark.objects.create(user=person, solution=solution)
    merge(editor, kept, other)
    assert [row["kind"] for row in export_person(person)["merges"]] == ["bookmarks.Bookmark"]
    erase_person(person)
    assert Merge.objects.get().record["deleted"]["bookmarks.Bookmark"] == []
    assert "The merge is undone" in messages_in(undo(editor))
    assert Solution.objects.count() == 2 and not Bookmark.objects.exists()


def test_undoing_after_a_person_left_restores_the_rest(editor: Client, pair: Any) -> None:
    kept, other = pair
    owner = make_user("ann")
    Solution.objects.filter(pk=other.pk).update(owner=owner)
    merge(editor, kept, other)
    owner.delete()
    undo(editor)
    assert Solution.objects.get(pk=other.pk).owner is None
    assert Merge.objects.get().undone_at is not None
