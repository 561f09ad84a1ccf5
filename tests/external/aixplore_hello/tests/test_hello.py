"""The plugin on a site of its own, by the fixtures of `aixplore.testing`."""

from __future__ import annotations

from importlib.util import find_spec

import pytest

from aixplore_hello.models import Greeting
from cms.plugin_api import ContentPublished, PluginRefused

LIST = "{ solutions(first: 50) { nodes { title greetingCount } } }"
AUTHORS = "{ solutions(first: 50) { nodes { title greetedBy } } }"


def greet(solution, author="Ada"):
    return Greeting.objects.create(solution=solution, text="Hello", author=author)


def test_the_field_counts(aixplore_site, aixplore_api):
    greet(aixplore_site.solution("Whisper"))
    aixplore_site.solution("Silent")
    assert {
        each["title"]: each["greetingCount"] for each in aixplore_api.query(LIST)["solutions"]["nodes"]
    } == {
        "Whisper": 1,
        "Silent": 0,
    }


def test_the_field_costs_one_statement_for_any_number_of_rows(
    aixplore_site, aixplore_api, assert_constant_statements, assert_statements
):
    def make(rows):
        for solution in aixplore_site.solutions(rows):
            greet(solution)

    cost = assert_constant_statements(LIST, make)
    with assert_statements(cost - 1):
        aixplore_api.query(LIST.replace("greetingCount", ""))


@pytest.mark.parametrize(
    ("who", "codes"), [(None, ["UNAUTHENTICATED"]), ("visitor", ["FORBIDDEN"]), ("editor", [])]
)
def test_authors_are_for_staff(aixplore_site, aixplore_api, who, codes):
    greet(aixplore_site.solution("Whisper"))
    people = {
        "visitor": aixplore_site.user("visitor"),
        "editor": aixplore_site.user("editor", is_superuser=True),
    }
    assert aixplore_api.codes(AUTHORS, user=people.get(who)) == codes


def test_publishing_greets_once_with_the_word_of_the_settings(
    aixplore_site, plugin_settings, django_capture_on_commit_callbacks
):
    plugin_settings("aixplore_hello", word="Ahoy")
    solution = aixplore_site.solution("Whisper", live=False)
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            solution.save_revision().publish()
    assert list(Greeting.objects.values_list("text", flat=True)) == ["Ahoy"]
    with pytest.raises(PluginRefused, match="word"):
        plugin_settings("aixplore_hello", word="")


def test_hidden_solutions_are_greeted_in_secret(leak_oracle):
    for row in leak_oracle.hidden.values():
        if row._meta.label == "solutions.Solution":
            greet(row, author=leak_oracle.hide("authorcanary", "anonymous", "visitor"))
    leak_oracle.check("{ greeted { id title greetingCount } }")
    leak_oracle.check()


@pytest.mark.parametrize("fault", [{"error": OSError("disk")}, {"hang": True}, {"exit": True}])
def test_a_failing_field_is_null_and_the_list_stands(aixplore_site, aixplore_api, break_plugin, fault):
    aixplore_site.solution("Whisper")
    with break_plugin("aixplore_hello", "graphql_fields.greetingCount", **fault) as injected:
        answer = aixplore_api.answer(LIST)
    assert answer["data"]["solutions"]["nodes"] == [{"title": "Whisper", "greetingCount": None}]
    assert [error["extensions"]["code"] for error in answer["errors"]] == ["PLUGIN_ERROR"]
    assert injected.calls == 1


def test_an_event_that_failed_is_told_again(aixplore_site, break_plugin, django_capture_on_commit_callbacks):
    solution = aixplore_site.solution("Whisper", live=False)
    with (
        break_plugin("aixplore_hello", "content_published", error=OSError),
        django_capture_on_commit_callbacks(execute=True),
    ):
        solution.save_revision().publish()
    assert not Greeting.objects.exists()
    from aixplore_hello.plugin import content_published

    content_published(ContentPublished("solutions.solution", solution.pk, "en"))
    assert Greeting.objects.get().solution_id == solution.pk


def test_everything_comes_from_installed_wheels():
    for package in ("aixplore_hello", "cms", "content_api", "content_types"):
        assert "site-packages" in find_spec(package).origin
