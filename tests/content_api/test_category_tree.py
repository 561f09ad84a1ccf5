"""Categories as a tree, and the counts and lists of solutions below categories, tags and use cases."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from content_types.solutions.models import Solution
from content_types.taxonomy.models import Category, Tag, UseCase
from tests.content_api.client import ask, codes, post, statements
from tests.factories.content import make_category, make_language, make_site, make_solution

pytestmark = pytest.mark.django_db
TREE = """query($slug: String!) { category(slug: $slug) {
  name path solutionCount parent { slug } ancestors { slug path } children { slug solutionCount } } }"""


@pytest.fixture
def tree() -> dict[str, Category]:
    """ai > nlp > chat, and ai > vision."""
    make_site()
    ai = make_category("AI")
    nlp = make_category("NLP", parent=ai)
    return {
        "ai": ai, "nlp": nlp, "chat": make_category("Chat", parent=nlp),
        "vision": make_category("Vision", parent=ai),
    }  # fmt: skip


def restrict(solution: Solution) -> None:
    PageViewRestriction.objects.create(page=solution, restriction_type=PageViewRestriction.LOGIN)


def test_one_query_tells_where_a_category_stands(tree: dict[str, Category]) -> None:
    make_solution("Bot", category=tree["chat"])
    make_solution("Parser", category=tree["nlp"])
    make_solution("Eye", category=tree["vision"])
    assert ask(Client(), TREE, slug="nlp")["category"] == {
        "name": "NLP", "path": "ai/nlp", "solutionCount": 2, "parent": {"slug": "ai"},
        "ancestors": [{"slug": "ai", "path": "ai"}], "children": [{"slug": "chat", "solutionCount": 1}],
    }  # fmt: skip
    assert ask(Client(), TREE, slug="ai")["category"] == {
        "name": "AI", "path": "ai", "solutionCount": 3, "parent": None, "ancestors": [],
        "children": [{"slug": "nlp", "solutionCount": 2}, {"slug": "vision", "solutionCount": 1}],
    }  # fmt: skip


def test_a_solution_in_several_categories_of_a_subtree_counts_once(tree: dict[str, Category]) -> None:
    both = make_solution("Both", category=tree["chat"])
    both.categories.add(tree["vision"], tree["nlp"])
    both.save()
    found = ask(Client(), "{ categories { nodes { slug solutionCount } } }")["categories"]["nodes"]
    assert {each["slug"]: each["solutionCount"] for each in found} == {
        "ai": 1, "nlp": 1, "chat": 1, "vision": 1,
    }  # fmt: skip


@pytest.mark.parametrize("hide", [Solution.unpublish, restrict], ids=["a draft", "a private page"])
def test_hidden_solutions_are_not_counted(tree: dict[str, Category], hide: Any) -> None:
    tag, job = Tag.objects.create(name="rag"), UseCase.objects.create(name="Support", slug="support")
    for title in ("Seen", "Hidden"):
        solution = make_solution(title, category=tree["chat"])
        solution.tags.add(tag)
        solution.use_cases.add(job)
        solution.save()
    hide(solution)
    query = """{ category(slug: "ai") { solutionCount } tag(slug: "rag") { solutionCount solutions { totalCount } }
      useCase(slug: "support") { solutionCount solutions { totalCount nodes { title } } } }"""
    assert ask(Client(), query) == {
        "category": {"solutionCount": 1},
        "tag": {"solutionCount": 1, "solutions": {"totalCount": 1}},
        "useCase": {"solutionCount": 1, "solutions": {"totalCount": 1, "nodes": [{"title": "Seen"}]}},
    }


def test_translations_are_counted_once(tree: dict[str, Category]) -> None:
    original = make_solution("Bot", category=tree["chat"])
    translation = original.copy_for_translation(make_language("de").locale, copy_parents=True)
    translation.save_revision().publish()
    assert ask(Client(), TREE, slug="chat")["category"]["solutionCount"] == 1


def test_a_tag_of_hidden_solutions_does_not_exist() -> None:
    make_site()
    solution = make_solution("Hidden", live=False)
    solution.tags.add("secret")
    solution.save()
    assert ask(Client(), '{ tag(slug: "secret") { name } }') == {"tag": None}


def test_each_list_has_its_own_page_and_cursor() -> None:
    make_site()
    for title in ("A", "B", "C"):
        solution = make_solution(title)
        solution.tags.add("one", "two")
        solution.save()
    query = """query($after: String) { tags { nodes { slug solutions(first: 2, after: $after) {
      totalCount nodes { title } pageInfo { hasNextPage endCursor } } } } }"""
    first = ask(Client(), query)["tags"]["nodes"]
    assert [each["solutions"]["nodes"] for each in first] == [[{"title": "A"}, {"title": "B"}]] * 2
    after = first[0]["solutions"]["pageInfo"]["endCursor"]
    rest = ask(Client(), query, after=after)["tags"]["nodes"]
    assert [each["solutions"]["nodes"] for each in rest] == [[{"title": "C"}]] * 2
    assert [each["solutions"]["totalCount"] for each in rest] == [3, 3]


@pytest.mark.parametrize("arguments", ["first: -1", "first: 101", 'after: "x"', "first: 1, last: 1"])
def test_a_page_that_cannot_be_is_rejected(arguments: str) -> None:
    make_site()
    solution = make_solution()
    solution.tags.add("one")
    solution.save()
    answer = post(Client(), "{ tags { nodes { solutions(%s) { totalCount } } } }" % arguments)
    assert codes(answer) == ["BAD_USER_INPUT"]


def test_a_wide_tree_costs_the_statements_of_a_narrow_one(tree: dict[str, Category]) -> None:
    query = (
        "{ categories { nodes { path solutionCount parent { name } ancestors { name } children { name } } } }"
    )
    make_solution("Bot", category=tree["chat"])
    ask(Client(), query)
    narrow = len(statements(Client(), query))
    for number in range(10):
        make_solution(f"{number}", category=make_category(f"C{number}", parent=tree["vision"]))
    assert len(statements(Client(), query)) == narrow == 11
