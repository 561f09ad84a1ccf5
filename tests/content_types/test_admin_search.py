"""The admin's own lists and choosers know every spelling of a title."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django_tasks import task_backends
from wagtail.search.models import IndexEntry

from content_types.events.models import Event
from content_types.solutions.models import Solution
from content_types.testing.factories import make_event, make_site, make_solution, make_vendor
from tests.support.admin import sign_in_client

pytestmark = pytest.mark.django_db

TITLES = ("Model-4 Turbo", "AI/ML API", "C++ Compiler", "C Compiler", "Naïve Résumé", "Straße")
SEARCHES = {
    "model 4": {"Model-4 Turbo"},
    "model-4": {"Model-4 Turbo"},
    "ai ml": {"AI/ML API"},
    "naive resu": {"Naïve Résumé"},
    "résumé": {"Naïve Résumé"},
    "strasse": {"Straße"},
    "C++": {"C++ Compiler"},
}
PLACES = {
    "the list of solutions": "/admin/solutions/",
    "the page explorer": "/admin/pages/",
    "the page chooser": "/admin/choose-page/search/",
}


@pytest.fixture
def editor() -> Client:
    make_site()
    for place, title in enumerate(TITLES):
        make_solution(title, slug=f"s{place}", summary="-")
    return sign_in_client("Editor")


@pytest.mark.parametrize("address", PLACES.values(), ids=PLACES.keys())
def test_titles_are_found_in_every_spelling(editor: Client, address: str) -> None:
    found = {}
    for query in SEARCHES:
        content = editor.get(address, {"q": query}).content.decode()
        found[query] = {title for title in TITLES if f"{title}\n" in content or f"{title}<" in content}
    assert found == SEARCHES


def test_the_vendor_chooser_finds_a_name_without_its_accents(editor: Client) -> None:
    make_vendor("Société Générale", slug="sg")
    make_vendor("Society Ltd", slug="s")
    content = editor.get("/admin/snippets/choose/vendors/vendor/results/", {"q": "societe"}).content.decode()
    assert ("Société Générale" in content, "Society Ltd" in content) == (True, False)


def list_enqueued(settings: Any, act: Callable[[], object]) -> list[str]:
    """The keys of the rows that are to be indexed for Wagtail's search, one for each task."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    act()
    tasks = task_backends["default"].results
    return [each.args[-1] for each in tasks if each.task.func.__name__ == "insert_or_update_object_task"]


def test_saving_a_solution_enqueues_its_index_once(settings: Any) -> None:
    make_site()
    page = make_solution("Atlas", tags=("fast",))
    assert list_enqueued(settings, page.save) == [str(page.pk)]
    assert list_enqueued(settings, lambda: page.save(update_fields=["draft_title"])) == [str(page.pk)]
    assert list_enqueued(settings, lambda: make_event("Meetup")) == [str(Event.objects.get().pk)]


def test_a_deleted_solution_is_found_no_more(editor: Client) -> None:
    page = Solution.objects.get(title="Straße")
    entries = IndexEntry.objects.filter(content_type__model="solution", object_id=page.pk)
    assert entries.exists()
    page.delete()
    assert not entries.exists()
