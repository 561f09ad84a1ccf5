"""Categories, tags and vendors that mean the same become one, and can become two again."""

from __future__ import annotations

import json
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from wagtail.models import ModelLogEntry, Revision

from cms.merging.models import Merge
from content_types.reviews.models import VendorReply
from content_types.solutions.models import AttributeValue, Solution, TaggedSolution
from content_types.taxonomy.models import AttributeDefinition, Category, Tag
from content_types.vendors.models import Vendor
from tests.factories.content import (
    make_category,
    make_review,
    make_site,
    make_solution,
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


def snapshot(*models: Any) -> list[Any]:
    return [sorted(model.objects.values_list(), key=str) for model in models]


def tree() -> list[tuple[str, int]]:
    assert Category.find_problems() == ([], [], [], [], [])
    return list(Category.objects.order_by("path").values_list("name", "depth"))


def define(category: Category, key: str, kind: str = "text") -> AttributeDefinition:
    return AttributeDefinition.objects.create(category=category, key=key, name=key, type=kind)


def test_tags_become_one_in_profiles_and_drafts(editor: Client) -> None:
    both, one = make_solution("Both", tags=("llm", "llms")), make_solution("One", tags=("llms",))
    draft = make_solution("Draft")
    draft.tags.add(Tag.objects.get(name="llms"), Tag.objects.get(name="llm"))
    draft.save_revision()
    keep, other = Tag.objects.get(name="llm"), Tag.objects.get(name="llms")
    before = snapshot(Tag, TaggedSolution, Revision)
    assert read_lines(editor.get(merge_page(keep, other))) == {
        "Tagged solutions": 1, "Drafts and older versions": 1,
    }  # fmt: skip
    merge(editor, keep, other)
    assert [list(Solution.objects.get(pk=row.pk).tags.names()) for row in (both, one)] == [["llm"], ["llm"]]
    assert [tag.name for tag in draft.get_latest_revision_as_object().tags.all()] == ["llm"]
    assert list(Tag.objects.all()) == [keep]
    assert ModelLogEntry.objects.get(action="cms.merge").data == {"merged": ["llms"]}
    undo(editor)
    assert snapshot(Tag, TaggedSolution, Revision) == before


def test_several_tags_become_one_at_once(editor: Client) -> None:
    tags = [Tag.objects.create(name=name, slug=name) for name in ("a", "b", "c")]
    solution = make_solution("One", tags=("b", "c"))
    merge(editor, *tags)
    assert list(Solution.objects.get(pk=solution.pk).tags.names()) == ["a"]
    undo(editor)
    assert sorted(Solution.objects.get(pk=solution.pk).tags.names()) == ["b", "c"]


@pytest.fixture
def categories(editor: Client) -> tuple[Category, Category]:
    keep, other = make_category("Language models"), make_category("Large language models")
    make_category("Open weights", parent=other)
    make_category("Chat", parent=keep)
    return Category.objects.get(pk=keep.pk), Category.objects.get(pk=other.pk)


def test_solutions_and_what_is_below_move_with_a_category(editor: Client, categories: Any) -> None:
    keep, other = categories
    solution = make_solution("Mistral", category=other)
    solution.save_revision()
    before = tree()
    merge(editor, keep, other)
    assert tree() == [("Language models", 1), ("Chat", 2), ("Open weights", 2)]
    found = Solution.objects.get(pk=solution.pk)
    assert found.category == keep and list(found.categories.all()) == [keep]
    draft = found.get_latest_revision_as_object()
    assert draft.category == keep and list(draft.categories.all()) == [keep]
    undo(editor)
    found = Solution.objects.get(pk=solution.pk)
    assert found.category == other and list(found.categories.all()) == [other]
    assert tree() == before


def test_attributes_of_one_key_become_one_with_their_values(editor: Client, categories: Any) -> None:
    keep, other = categories
    ours, theirs, third = define(keep, "licence"), define(other, "licence"), define(other, "size")
    solutions = [make_solution(name, category=other) for name in ("One", "Two")]
    for solution, definition in ((solutions[0], theirs), (solutions[1], theirs), (solutions[1], ours)):
        AttributeValue.objects.create(page=solution, definition=definition, value=definition.category.name)
    before = snapshot(AttributeDefinition, AttributeValue)
    merge(editor, keep, other)
    assert set(AttributeDefinition.objects.values_list("pk", "category")) == {
        (ours.pk, keep.pk), (third.pk, keep.pk),
    }  # fmt: skip
    assert sorted(AttributeValue.objects.values_list("page", "definition", "value")) == [
        (solutions[0].pk, ours.pk, "Large language models"),
        (solutions[1].pk, ours.pk, "Language models"),
    ]
    undo(editor)
    assert snapshot(AttributeDefinition, AttributeValue) == before


def test_attributes_of_different_types_forbid_the_merge(editor: Client, categories: Any) -> None:
    keep, other = categories
    define(keep, "size", "number")
    define(other, "size", "text")
    assert "The attribute “size” has different types" in messages_in(editor.get(merge_page(keep, other)))
    editor.post(merge_page(keep, other), {"keep": keep.pk, "merge": other.pk})
    assert Category.objects.count() == 4 and not Merge.objects.exists()


@pytest.mark.parametrize("path", ["parent", "grandparent"])
def test_a_category_is_not_merged_into_what_is_below_it(editor: Client, path: str) -> None:
    top = make_category("Models")
    middle = make_category("Chat", parent=top)
    bottom = make_category("Bots", parent=middle) if path == "grandparent" else middle
    text = messages_in(editor.get(merge_page(bottom, top)))
    assert f"“Models” is above “{bottom}”: keep the upper one" in text
    editor.post(merge_page(bottom, top), {"keep": bottom.pk, "merge": top.pk})
    assert Category.objects.filter(name="Models").exists() and not Merge.objects.exists()


def test_a_category_is_merged_into_the_one_above(editor: Client) -> None:
    top = make_category("Models")
    middle = make_category("Chat", parent=top)
    make_category("Bots", parent=middle)
    before = tree()
    merge(editor, top, middle)
    assert tree() == [("Models", 1), ("Bots", 2)]
    undo(editor)
    assert tree() == before


def test_vendors_become_one_with_solutions_members_and_replies(editor: Client) -> None:
    keep, other = make_vendor("Acme"), make_vendor("ACME Inc", external_id="acme-1")
    person = make_user()
    other.members.add(person)
    other.save()
    solution = make_solution("One", vendor=other)
    solution.save_revision()
    reply = VendorReply.objects.create(review=make_review(solution), vendor=other, body="Thanks")
    before = snapshot(Vendor, Vendor.members.through, VendorReply, Solution, Revision)
    assert "1 person becomes a member of “Acme”" in messages_in(editor.get(merge_page(keep, other)))
    merge(editor, keep, other)
    reply.refresh_from_db()
    assert Solution.objects.get().vendor == keep and reply.vendor == keep
    assert Solution.objects.get().get_latest_revision_as_object().vendor == keep
    assert list(Vendor.objects.get().members.all()) == [person]
    undo(editor)
    assert snapshot(Vendor, Vendor.members.through, VendorReply, Solution, Revision) == before


@pytest.mark.parametrize("column", ["slug", "external_id"])
def test_a_merge_is_not_undone_while_its_name_is_used_again(editor: Client, column: str) -> None:
    keep, other = make_vendor("Acme"), make_vendor("Beta", external_id="beta-1")
    value = getattr(other, column)
    merge(editor, keep, other)
    new = make_vendor("New", **{column: value})
    assert f"“{value}” is in use by another record now" in messages_in(undo(editor))
    assert list(Vendor.objects.order_by("pk")) == [keep, new]


def test_merges_that_build_on_each_other_are_undone_from_the_last(editor: Client) -> None:
    first, second, third = make_vendor("A"), make_vendor("B"), make_vendor("C")
    solution = make_solution("One", vendor=first)
    merge(editor, second, first)
    merge(editor, third, second)
    early, late = Merge.objects.order_by("pk")
    assert "“B” is gone" in messages_in(editor.get(undo_page(early.pk)))
    undo(editor, early.pk)
    assert not Vendor.objects.filter(pk=second.pk).exists()
    undo(editor, late.pk)
    undo(editor, early.pk)
    assert Solution.objects.get(pk=solution.pk).vendor == first


def test_references_in_blocks_of_a_draft_alone_move(editor: Client) -> None:
    keep, other = make_solution("A"), make_solution("B")
    page = make_solution("Page")
    page.body = json.dumps([{"type": "solution_list", "value": {"solutions": [other.pk]}}])
    page.save_revision()
    merge(editor, keep, other)
    (block,) = Solution.objects.get(pk=page.pk).get_latest_revision_as_object().body
    assert [row.pk for row in block.value["solutions"]] == [keep.pk]


@pytest.mark.parametrize(
    ("own", "others", "filled"),
    [
        ({}, [{"de": {"name": "Sehen"}}], {"de": {"name": "Sehen"}}),
        ({"de": {"name": "Bilder"}}, [{"de": {"name": "Sehen", "description": "Schaut"}}],
         {"de": {"name": "Bilder", "description": "Schaut"}}),
        ({}, [{"de": {"name": "Sehen"}}, {"de": {"name": "Gucken", "description": "Schaut"}}],
         {"de": {"name": "Sehen", "description": "Schaut"}}),
        ({"de": {"name": "Bilder"}}, [{}], {"de": {"name": "Bilder"}}),
    ],
)  # fmt: skip
@pytest.mark.parametrize("make", [make_category, make_vendor])
def test_a_merge_fills_missing_translations_and_undoing_takes_them_back(
    editor: Client, make: Any, own: Any, others: Any, filled: Any
) -> None:
    kept = make("Kept", translations=own)
    merged = [make(f"Merged {place}", translations=each) for place, each in enumerate(others)]
    before = dict(type(kept).objects.values_list("slug", "translations"))
    told = read_lines(editor.get(merge_page(kept, *merged))).get(
        "Records that gain texts in further languages"
    )
    assert told == (None if own == filled else 1)
    merge(editor, kept, *merged)
    assert list(type(kept).objects.values_list("slug", "translations")) == [("kept", filled)]
    undo(editor)
    assert dict(type(kept).objects.values_list("slug", "translations")) == before


def test_the_draft_of_the_kept_vendor_gains_translations_and_keeps_its_own(editor: Client) -> None:
    kept = make_vendor("Kept")
    kept.translations = {"de": {"name": "Entwurf"}}
    kept.save_revision()
    merge(
        editor, kept, make_vendor("Merged", translations={"de": {"name": "Sehen", "description": "Schaut"}})
    )
    kept.refresh_from_db()
    assert kept.translations == {"de": {"name": "Sehen", "description": "Schaut"}}
    draft = kept.get_latest_revision_as_object().translations
    assert draft == {"de": {"name": "Entwurf", "description": "Schaut"}}
    undo(editor)
    draft = Vendor.objects.get(pk=kept.pk).get_latest_revision_as_object()
    assert draft.translations == {"de": {"name": "Entwurf"}}


def test_pages_say_what_they_are_about(editor: Client) -> None:
    keep, other = (Tag.objects.create(name=name, slug=name) for name in ("llm", "llms"))
    assert read_heading(editor.get(merge_page(keep, other))) == "Merge: tags"
    merge(editor, keep, other)
    assert read_heading(editor.get(undo_page())).startswith("Undo this merge: ")


def read_heading(response: Any) -> str:
    (heading,) = BeautifulSoup(response.content, "html.parser").find_all("h1")
    return " ".join(heading.get_text().split())
