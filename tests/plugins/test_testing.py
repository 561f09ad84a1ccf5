"""`aixplore.testing`: the message of each tool for a faulty plugin, and no cost if it is not used."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group

from cms.plugins.api.errors import PluginRefused
from cms.plugins.runtime.current import platform, settings_of
from cms.testing.api import Api, ApiErrors
from cms.testing.workshop import Workshop
from content_api.testing.leaks import LeakOracle
from content_types.testing.site import SampleSite
from plugins.activity.settings import Settings

HOOK = "from cms.plugin_api import *\nfrom django.apps import apps\n\n"
FIELD = """
@hookimpl
def graphql_fields():
    return [GraphQLField(on="solutions.Solution", name="{name}", type={type}, load=load, description="X.",
                         cost=1, permission=PUBLIC)]
"""
PER_ROW = (
    HOOK
    + """
def load(keys, gate):
    model = apps.get_model("solutions.Solution")
    return {key: model.objects.filter(pk=key).values_list("title", flat=True)[0] for key in keys[:5]}
"""
)
EVERY_TITLE = (
    HOOK
    + """
def load(keys, gate):
    every = list(apps.get_model("solutions.Solution").objects.order_by("pk").values_list("title", flat=True))
    return {key: every for key in keys}
"""
)
HIDING = (
    HOOK
    + """
from django.db.models import Q

@hookimpl
def permission_filter():
    return [PermissionFilter(name="all", model="solutions.Solution", rule=lambda viewer: Q())]
"""
)
TITLES = "{ solutions(first: 50) { nodes { title } } }"


def run_pytest(folder: Path, code: str, *words: str) -> subprocess.CompletedProcess[str]:
    """A run of pytest in a folder that knows nothing of AiXplore but that it is installed."""
    (folder / "test_it.py").write_text(code)
    clean = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:cov", *words],
        cwd=folder, env=clean, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_a_run_that_did_not_ask_is_left_alone(tmp_path: Path) -> None:
    done = run_pytest(
        tmp_path,
        "import sys\ndef test_it(request):\n"
        "    assert not {'cms.services', 'cms.plugins', 'cms.testing.fixtures', 'redis'} & set(sys.modules)\n"
        "    assert request.config.pluginmanager.hasplugin('aixplore.testing')\n",
    )
    assert done.returncode == 0 and "1 passed" in done.stdout, done.stdout


def test_without_pytest_django_it_says_what_to_install(tmp_path: Path) -> None:
    done = run_pytest(tmp_path, "", "-p", "aixplore.testing", "-p", "no:django")
    assert "aixplore.testing needs pytest-django: install `aixplore[testing]`." in done.stderr


def test_a_refused_plugin_ends_the_run(tmp_path: Path) -> None:
    done = run_pytest(tmp_path, "def test_it(): pass", "-o", "aixplore_plugins=activity absent>=1")
    assert "The plugin absent was not loaded: it is allowed, but was not found." in done.stderr
    done = run_pytest(tmp_path, "def test_it(): pass", "-o", "aixplore_plugins=activity", "-v")
    assert "1 passed" in done.stdout and "aixplore: plugins activity (loaded), " in done.stdout


def test_the_api_client_answers_data_or_raises(aixplore_site: SampleSite, aixplore_api: Api) -> None:
    aixplore_site.solution("Whisper")
    named = "query($s: String!) { solution(slug: $s) { title } }"
    assert aixplore_api.query(named, {"s": "whisper"}) == {"solution": {"title": "Whisper"}}
    assert aixplore_api.post("{ nothing }", accept="application/graphql-response+json").status_code == 400
    assert aixplore_api.codes("{ nothing }") == ["GRAPHQL_VALIDATION_FAILED"]
    with pytest.raises(ApiErrors, match="GRAPHQL_VALIDATION_FAILED at the document: Cannot query field"):
        aixplore_api.query("{ nothing }")


def test_the_api_client_asks_as_a_user(aixplore_site: SampleSite, aixplore_api: Api) -> None:
    ada = aixplore_site.user("ada", display_name="Ada")
    asked = "{ viewer { displayName } }"
    assert aixplore_api.query(asked, user=ada) == {"viewer": {"displayName": "Ada"}}
    assert aixplore_api.query(asked) == {"viewer": None}


@pytest.mark.parametrize(("expected", "fails"), [(2, False), (1, True), (3, True)])
def test_statements_are_counted_exactly(
    db: None, assert_statements: Callable[..., Any], expected: int, fails: bool
) -> None:
    def count() -> None:
        with assert_statements(expected):
            Group.objects.count()
            Group.objects.exists()

    wrong = pytest.raises(AssertionError, match=rf"(?s)2 SQL statements instead of {expected}:.*auth_group")
    with wrong if fails else nullcontext():
        count()


def test_a_statement_for_each_row_is_found(
    plugin_workshop: Workshop, site_with_plugins: Callable[..., Any], aixplore_site: SampleSite,
    assert_constant_statements: Callable[..., int],
) -> None:  # fmt: skip
    plugin_workshop.write("slow", PER_ROW + FIELD.format(name="again", type="str"))
    site_with_plugins()
    document = TITLES.replace("title", "title again")
    with pytest.raises(
        AssertionError, match=r"(?s)SQL statements for one row, \d+ for 20:.*solutions_solution"
    ):
        assert_constant_statements(document, aixplore_site.solutions)


def test_constant_statements_need_an_answer_that_grows(
    aixplore_site: SampleSite, assert_constant_statements: Callable[..., int]
) -> None:
    assert assert_constant_statements(TITLES, aixplore_site.solutions) == 1
    with pytest.raises(AssertionError, match="The answer for 20 rows is not longer than for one"):
        assert_constant_statements(TITLES, lambda rows: None)


@pytest.mark.usefixtures("one_root")
def test_the_oracle_names_who_sees_what_where(
    plugin_workshop: Workshop, site_with_plugins: Callable[..., Any], leak_oracle: LeakOracle
) -> None:
    plugin_workshop.write("leaky", EVERY_TITLE + FIELD.format(name="everyTitle", type="list[str]"))
    site_with_plugins()
    with pytest.raises(AssertionError) as caught:
        leak_oracle.check('{ solution(slug: "hub") { everyTitle } }')
    lines = str(caught.value).splitlines()
    assert "the document as anonymous: data.solution.everyTitle.0 shows 'draftcanary'" in lines
    assert any("as editor" in line for line in lines)
    assert any("'signedincanary'" in line for line in lines if "as anonymous" in line)
    assert not any("'signedincanary'" in line for line in lines if "as visitor" in line)
    with pytest.raises(
        AssertionError, match=r"solution as visitor: data\.solution\.Solution_everyTitle\.0 shows"
    ):
        leak_oracle.check()


def test_the_oracle_finds_words_of_ones_own_and_errors(leak_oracle: LeakOracle) -> None:
    leak_oracle.check(TITLES)
    leak_oracle.hide("Hub", "visitor")
    with pytest.raises(
        AssertionError, match=r"^the document as visitor: data\.solutions\.nodes\.\d+\.title shows 'hub'$"
    ):
        leak_oracle.check(TITLES)
    with pytest.raises(AssertionError, match="the document as anonymous: GRAPHQL_VALIDATION_FAILED"):
        leak_oracle.check("{ nothing }")


def test_the_oracle_does_not_believe_an_empty_site(leak_oracle: LeakOracle) -> None:
    with pytest.raises(AssertionError, match="the live content is hidden too, so nothing was proven"):
        leak_oracle.check('{ solution(slug: "absent") { title } }')


@pytest.mark.parametrize(
    ("name", "hook", "message"),
    [
        ("absent", "ready", "There is no plugin absent. There are: activity"),
        ("activity", "jobs", "activity has no jobs to break. It has: content_published, "),
        (
            "embargo",
            "permission_filter.other",
            r"It has: dashboard_panels\.embargoes\.",
        ),
    ],
)
def test_what_is_not_there_cannot_be_broken(
    break_plugin: Callable[..., Any], name: str, hook: str, message: str
) -> None:
    with pytest.raises(ValueError, match=message), break_plugin(name, hook, error=OSError):
        pass


def test_one_fault_at_a_time(break_plugin: Callable[..., Any]) -> None:
    with (
        pytest.raises(ValueError, match="give one of"),
        break_plugin("activity", "content_published", hang=True, exit=True),
    ):
        pass


@pytest.mark.parametrize("fault", [{"error": OSError("disk")}, {"hang": True}, {"exit": True}])
def test_a_broken_filter_hides_what_it_guards(
    plugin_workshop: Workshop, site_with_plugins: Callable[..., Any], aixplore_site: SampleSite, aixplore_api: Api,
    break_plugin: Callable[..., Any], fault: dict[str, Any],
) -> None:  # fmt: skip
    plugin_workshop.write("hiding", HIDING, guards=["solutions.Solution"])
    site_with_plugins()
    aixplore_site.solution("Whisper")
    with break_plugin("hiding", "permission_filter.all", **fault) as injected:
        for _ in range(6):
            assert aixplore_api.query(TITLES) == {"solutions": {"nodes": []}}
    assert injected.calls >= 6
    assert aixplore_api.query(TITLES)["solutions"]["nodes"] == [{"title": "Whisper"}]


def test_breakers_can_be_closed(break_plugin: Callable[..., Any], breaker_reset: Callable[[], None]) -> None:
    platform().caller.record("embargo", "permission_filter.embargo", "it was late")
    assert platform().caller.breakers["embargo", "permission_filter.embargo"].failures
    breaker_reset()
    assert not platform().caller.breakers


def test_settings_are_changed_and_checked(plugin_settings: Callable[..., Any]) -> None:
    before = settings_of(Settings)
    plugin_settings("activity", shown=3)
    assert settings_of(Settings) == before.model_copy(update={"shown": 3})
    for wrong in ({"shown": 0}, {"colour": "red"}):
        with pytest.raises(PluginRefused, match="settings of activity"):
            plugin_settings("activity", **wrong)
    with pytest.raises(ValueError, match="embargo has no settings"):
        plugin_settings("embargo", shown=3)
