"""The plugin on a real site, by the fixtures of `aixplore.testing`."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from cms.plugin_api import PluginRefused

from .. import plugin
from ..models import Note

COUNTS = "{ solutions(first: 50) { nodes { title exampleNameCount } } }"


def test_graphql_fields_count_the_notes_of_each_solution(aixplore_site, aixplore_api):
    Note.objects.create(solution=aixplore_site.solution("Whisper"), text="Fast.")
    aixplore_site.solution("Silent")
    nodes = aixplore_api.query(COUNTS)["solutions"]["nodes"]
    assert {node["title"]: node["exampleNameCount"] for node in nodes} == {
        "Whisper": 1,
        "Silent": 0,
    }


def test_graphql_fields_ask_once_for_all_rows(
    aixplore_site,
    assert_constant_statements,
):
    assert_constant_statements(COUNTS, aixplore_site.solutions)


def test_graphql_fields_that_fail_are_null(aixplore_site, aixplore_api, break_plugin):
    aixplore_site.solution("Whisper")
    place = "graphql_fields.exampleNameCount"
    with break_plugin("example_name", place, error=OSError("disk")):
        answer = aixplore_api.answer(COUNTS)
    nodes = answer["data"]["solutions"]["nodes"]
    assert nodes == [{"title": "Whisper", "exampleNameCount": None}]


def test_hidden_solutions_stay_hidden(leak_oracle):
    Note.objects.create(solution=leak_oracle.hidden["draft"], text="Fast.")
    leak_oracle.check(COUNTS)


def test_jobs_delete_what_is_older_than_the_settings_say(
    aixplore_site,
    plugin_settings,
):
    plugin_settings("example_name", kept_days=3)
    solution = aixplore_site.solution("Whisper")
    for days in (2, 4):
        note = Note.objects.create(solution=solution, text=f"{days} days old")
        old = timezone.now() - timedelta(days=days)
        Note.objects.filter(pk=note.pk).update(created_at=old)
    assert plugin.jobs()[0].run() == "old notes deleted: 1"
    assert [str(note) for note in Note.objects.all()] == ["2 days old"]


def test_wrong_settings_are_refused(plugin_settings):
    with pytest.raises(PluginRefused, match="kept_days"):
        plugin_settings("example_name", kept_days=0)
