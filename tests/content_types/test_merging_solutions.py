"""Two profiles of one solution become one, and can become two again."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageLogEntry, Revision

from content_types.reviews.models import ModerationAction, Review
from content_types.solutions.models import Solution
from tests.factories.content import (
    make_category,
    make_collection,
    make_event,
    make_review,
    make_site,
    make_solution,
    make_standard_page,
    make_user,
    make_vendor,
)
from tests.support.admin import sign_in_client
from tests.support.merging import merge, merge_page, messages_in, read_lines, undo, undo_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> Client:
    make_site()
    return sign_in_client("Editor")


@pytest.fixture
def pair(editor: Client) -> tuple[Solution, Solution]:
    models = make_category("Models")
    kept = make_solution("LangChain", category=models, tags=("llm",), vendor=make_vendor("Acme"))
    return kept, make_solution("langchain", slug="langchain-2", category=models, tags=("llm", "agents"))


def snapshot(*models: Any) -> list[Any]:
    return [sorted(model.objects.values_list(), key=str) for model in models]


def test_reviews_links_and_places_move_to_the_solution_that_is_kept(editor: Client, pair: Any) -> None:
    kept, other = pair
    review = make_review(other)
    collection = make_collection("Best", (other,))
    event = make_event("Meetup")
    event.related_solutions.add(other)
    event.save()
    Redirect.add_redirect("/old", redirect_to=Page.objects.get(pk=other.pk))
    response = merge(editor, kept, other)
    assert "“LangChain” is the one record now." in messages_in(response)
    assert not Solution.objects.filter(pk=other.pk).exists()
    assert Review.objects.get().solution_id == kept.pk and Review.objects.get().pk == review.pk
    assert [item.solution_id for item in collection.items.all()] == [kept.pk]
    assert [row.pk for row in type(event).objects.get().related_solutions.all()] == [kept.pk]
    assert {row.old_path: row.redirect_page_id for row in Redirect.objects.all()} == {
        "/old": kept.pk, "/solutions/langchain-2": kept.pk,
    }  # fmt: skip
    assert sorted(Solution.objects.get().tags.names()) == ["agents", "llm"]
    assert Page.find_problems() == ([], [], [], [], [])
    entries = PageLogEntry.objects.filter(action__in=["cms.merge", "cms.merge_away"])
    assert {entry.page_id: entry.action for entry in entries} == {
        kept.pk: "cms.merge", other.pk: "cms.merge_away",
    }  # fmt: skip


def test_blocks_and_links_in_texts_and_drafts_lead_to_the_solution_that_is_kept(
    editor: Client, pair: Any
) -> None:
    kept, other = pair
    body = json.dumps(
        [
            {"type": "solution_list", "value": {"title": "", "solutions": [kept.pk, other.pk], "note": ""}},
            {"type": "paragraph", "value": {"text": f'<a linktype="page" id="{other.pk}">it</a>'}},
        ]
    )
    page = make_standard_page("About", body=body)
    page.save_revision()
    assert merge(editor, kept, other).status_code == 200
    page.refresh_from_db()
    for version in (page, page.get_latest_revision_as_object()):
        listed, text = version.body
        assert [row.pk for row in listed.value["solutions"]] == [kept.pk]
        assert text.value["text"].source == f'<a linktype="page" id="{kept.pk}">it</a>'


def test_the_page_says_what_moves_before_it_does(editor: Client, pair: Any) -> None:
    kept, other = pair
    make_review(other)
    make_review(other)
    before = snapshot(Page, Review, Redirect)
    lines = read_lines(editor.get(merge_page(kept, other)))
    assert lines == {
        "Reviews": 2, "Tagged solutions": 1, "All categories of solutions": 1,
        "Addresses that lead to the record that is kept": 1,
    }  # fmt: skip
    assert snapshot(Page, Review, Redirect) == before


def test_a_draft_of_the_solution_that_is_kept_gains_the_tags(editor: Client, pair: Any) -> None:
    kept, other = pair
    kept.save_revision()
    merge(editor, kept, other)
    draft = Solution.objects.get().get_latest_revision_as_object()
    assert sorted(tag.name for tag in draft.tags.all()) == ["agents", "llm"]


@pytest.mark.parametrize(
    ("ours", "theirs", "winner"),
    [
        ("published", "published", "newer"),
        ("published", "pending", "ours"),
        ("pending", "published", "theirs"),
    ],
)
def test_of_two_reviews_by_one_person_one_stays_public(
    editor: Client, pair: Any, ours: str, theirs: str, winner: str
) -> None:
    kept, other = pair
    author = make_user()
    old = make_review(kept, author, state=ours, title="ours")
    new = make_review(other, author, state=theirs, title="theirs")
    Review.objects.filter(pk=old.pk).update(created_at="2026-01-01T00:00Z")
    page = editor.get(merge_page(kept, other))
    assert "the other is withdrawn" in messages_in(page)
    merge(editor, kept, other)
    live = Review.objects.exclude(state="withdrawn").get()
    assert live.pk == {"newer": new.pk, "ours": old.pk, "theirs": new.pk}[winner]
    assert set(Review.objects.values_list("solution", flat=True)) == {kept.pk}
    assert [entry.reason for entry in ModerationAction.objects.all()] == ["duplicate"]
    undo(editor)
    assert dict(Review.objects.values_list("title", "state")) == {"ours": ours, "theirs": theirs}
    assert dict(Review.objects.values_list("title", "solution")) == {"ours": kept.pk, "theirs": other.pk}


def test_undoing_restores_everything_exactly(editor: Client, pair: Any) -> None:
    kept, other = pair
    make_review(other)
    make_collection("Best", (other,))
    other.save_revision().publish()
    kept.save_revision()
    page = make_standard_page(
        "About",
        body=json.dumps(
            [{"type": "paragraph", "value": {"text": f'<a linktype="page" id="{other.pk}">x</a>'}}]
        ),
    )
    models = (Page, Solution, Review, Redirect, Revision, type(page), Solution.categories.through,
              Solution.tags.through, *(row.related_model for row in Solution._meta.related_objects
                                       if row.related_model._meta.app_label == "pages"))  # fmt: skip
    before = snapshot(*models)
    merge(editor, kept, other)
    assert snapshot(*models) != before
    response = undo(editor)
    assert "The merge is undone" in messages_in(response)
    assert snapshot(*models) == before
    assert Page.find_problems() == ([], [], [], [], [])
    assert "was undone already" in messages_in(undo(editor))


def test_what_was_changed_since_stays_and_is_reported(editor: Client, pair: Any) -> None:
    kept, other = pair
    third = make_solution("Third")
    moved, gone, same = make_review(other), make_review(other), make_review(other)
    merge(editor, kept, other)
    Review.objects.filter(pk=moved.pk).update(solution=third)
    Review.objects.get(pk=gone.pk).delete()
    assert "1 × review: changed since" in messages_in(editor.get(undo_page()))
    text = messages_in(undo(editor))
    assert "1 × review: changed since" in text and "1 × review: deleted since" in text
    assert dict(Review.objects.values_list("pk", "solution")) == {moved.pk: third.pk, same.pk: other.pk}


def test_a_merge_is_not_undone_while_the_address_is_taken(editor: Client, pair: Any) -> None:
    kept, other = pair
    merge(editor, kept, other)
    make_solution("Newcomer", slug="langchain-2")
    assert "Another page has the address of “langchain” now" in messages_in(undo(editor))
    assert not Solution.objects.filter(pk=other.pk).exists()
