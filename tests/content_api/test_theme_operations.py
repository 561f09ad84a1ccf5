"""Every operation of the theme answers without an error, also for what does not exist, and within anonymous limits."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from tests.factories.content import make_category, make_review, make_site, make_solution

pytestmark = pytest.mark.django_db

MANIFEST = Path(settings.BASE_DIR) / "graphql/operations.json"
TEXTS = {
    each["name"]: each["text"]
    for each in json.loads(MANIFEST.read_text())["documents"]
    if each["owner"] == "theme" and each["text"].startswith("query")
}
NOWHERE: dict[str, dict[str, Any]] = {
    "Category": {"slug": "none"}, "Collection": {"path": "/none/"}, "Compare": {"slugs": ["none"]}, "Event": {"path": "/none/"},
    "Events": {"from": "2027-04-01", "to": "2027-04-30"}, "Page": {"path": "/none/"}, "Reviews": {"path": "/none/"},
    "Search": {"query": "none"}, "Solution": {"path": "/none/", "slug": ["none"]}, "Suggest": {"query": "no"},
    "Tag": {"slug": "none"}, "UseCase": {"slug": "none"}, "Vendor": {"slug": "none"},
}  # fmt: skip


def ask(client: Client, name: str, variables: dict[str, Any]) -> dict[str, Any]:
    body = {"query": TEXTS[name], "variables": variables}
    answer = client.post("/graphql", body, content_type="application/json").json()
    assert "errors" not in answer, answer["errors"]
    return answer["data"]


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_every_operation_answers_on_an_empty_site(name: str, client: Client) -> None:
    make_site()
    ask(client, name, NOWHERE.get(name, {}))


def test_a_solution_is_there_in_the_page_and_the_list(client: Client) -> None:
    make_site()
    solution = make_solution("Atlas", category=make_category("Maps"))
    make_review(solution, title="Good")
    path = ask(client, "Solutions", {})["solutions"]["nodes"][0]["path"]
    page = ask(client, "Solution", {"path": path, "slug": [solution.slug]})["solution"]
    assert (page["title"], page["reviews"]["nodes"][0]["title"]) == ("Atlas", "Good")
    assert (
        ask(client, "Compare", {"slugs": [solution.slug, "none"]})["solutions"]["nodes"][0]["title"]
        == "Atlas"
    )
