"""Two profiles of one solution become one, and can become two again."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import (
    GroupPagePermission,
    Locale,
    Page,
    PageLogEntry,
    PageViewRestriction,
    Revision,
)

from cms.merging.models import Merge
from content_types.reviews.models import ModerationAction, Review
from content_types.solutions.models import Alternative, PricingPlan, Solution
from tests.content_api.client import ask
from tests.factories.content import (
    make_category,
    make_collection,
    make_event,
    make_language,
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


def test_translations_follow_where_the_solution_that_is_kept_has_none(editor: Client, pair: Any) -> None:
    kept, other = pair
    for code in ("de", "fr"):
        make_language(code)
    german, french = (Locale.objects.get(language_code=code) for code in ("de", "fr"))
    ours, theirs = kept.copy_for_translation(german), other.copy_for_translation(german)
    only = other.copy_for_translation(french)
    before = dict(Page.objects.values_list("pk", "translation_key"))
    assert "“langchain” in Deutsch stays a page of its own" in messages_in(
        editor.get(merge_page(kept, other))
    )
    merge(editor, kept, other)
    keys = dict(Page.objects.values_list("pk", "translation_key"))
    assert keys[ours.pk] == keys[only.pk] == keys[kept.pk] != keys[theirs.pk]
    undo(editor)
    assert dict(Page.objects.values_list("pk", "translation_key")) == before


@pytest.mark.parametrize("live", [True, False])
def test_the_api_redirects_the_old_address_of_a_public_page(
    editor: Client, pair: Any, client: Client, live: bool
) -> None:
    kept, _ = pair
    other = make_solution("Draft", live=live)
    merge(editor, kept, other)
    found = ask(client, '{ redirect(path: "/solutions/draft") { to permanent } }')
    expected = {"to": "/solutions/langchain/", "permanent": True}
    assert found == {"redirect": expected if live else None}
    undo(editor)
    assert ask(client, '{ redirect(path: "/solutions/draft") { to } }') == {"redirect": None}


def test_pictures_and_plans_fill_an_empty_profile_and_stay_out_of_a_full_one(
    editor: Client, pair: Any
) -> None:
    kept, other = pair
    third = make_solution("Third")
    for solution, name in ((other, "Team"), (third, "Pro")):
        PricingPlan.objects.create(page=solution, name=name)
    merge(editor, kept, other)
    assert list(PricingPlan.objects.filter(page=kept).values_list("name", flat=True)) == ["Team"]
    assert read_lines(editor.get(merge_page(kept, third)))["Pricing plans"] == 1
    merge(editor, kept, third)
    assert list(PricingPlan.objects.values_list("page", "name")) == [(kept.pk, "Team")]
    undo(editor)
    undo(editor, Merge.objects.earliest("pk").pk)
    assert set(PricingPlan.objects.values_list("page", "name")) == {(other.pk, "Team"), (third.pk, "Pro")}


def test_an_alternative_of_itself_is_none(editor: Client, pair: Any) -> None:
    kept, other = pair
    third = make_solution("Third")
    for page, alternative in ((kept, other), (other, kept), (third, other), (other, third), (kept, third)):
        Alternative.objects.create(page=page, alternative=alternative)
    before = sorted(Alternative.objects.values_list("page", "alternative"))
    merge(editor, kept, other)
    assert sorted(Alternative.objects.values_list("page", "alternative")) == [
        (kept.pk, third.pk), (third.pk, kept.pk),
    ]  # fmt: skip
    undo(editor)
    assert sorted(Alternative.objects.values_list("page", "alternative")) == before


def test_restrictions_and_rights_of_a_merged_page_do_not_move(editor: Client, pair: Any) -> None:
    kept, other = pair
    restriction = PageViewRestriction.objects.create(page=other, restriction_type="login")
    grant = GroupPagePermission.objects.create(
        page=other,
        group=Group.objects.create(name="x"),
        permission=Permission.objects.get(codename="change_page"),
    )
    merge(sign_in_client(user=make_user(is_superuser=True)), kept, other)
    assert not PageViewRestriction.objects.exists()
    assert not GroupPagePermission.objects.filter(pk=grant.pk).exists()
    undo(sign_in_client(user=make_user(is_superuser=True)))
    assert PageViewRestriction.objects.get() == restriction and restriction.page_id == other.pk
    assert GroupPagePermission.objects.get(pk=grant.pk).page_id == other.pk


def test_a_form_that_names_a_record_merged_since_is_answered_with_a_message(
    editor: Client, pair: Any
) -> None:
    kept, gone = pair
    other = make_solution("Third", category=kept.category)
    merge(editor, kept, gone)
    for keys in ((kept.pk, gone.pk), (gone.pk, kept.pk), (other.pk, gone.pk)):
        sent = {"keep": keys[0], "merge": keys[1]}
        response = editor.post("/admin/merges/solutions/solution/", sent, follow=True)
        assert response.redirect_chain == [("/admin/merges/", 302)]
        assert "Somebody merged or deleted one of these records meanwhile" in messages_in(response)
    assert (Merge.objects.count(), Solution.objects.count()) == (1, 2)
