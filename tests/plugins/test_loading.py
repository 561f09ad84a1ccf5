"""What is wrong with one plugin refuses that one, with a message that says what to do; the others run."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils.translation import override

from cms.base.reasons import Reason
from cms.plugins.api.contributions import Job
from cms.plugins.loader.records import State
from tests.plugins.workshop import JOB, QUIET, Workshop

pytestmark = pytest.mark.django_db

HOOK = "from cms.plugin_api import *\n\n@hookimpl\n"
FIELD = (
    HOOK
    + "def graphql_fields():\n    return [GraphQLField(on='solutions.Solution', name='x', type=int, description='X.', load=lambda keys, gate: {}, %s)]\n"
)
URL = HOOK + "def urls():\n    return [Url(name='x', path='x', view=lambda request: None)]\n"

WRONG = {
    "raises_at_import": ("1 / 0", "cannot be imported: it raised ZeroDivisionError"),
    "exits_at_import": ("import sys; sys.exit(3)", "it called sys.exit(), which ends nothing here. Raise an exception"),
    "syntax": ("def broken(:", "cannot be imported: it raised SyntaxError"),
    "no_hook": ("x = 1", "implements no hook: mark its functions with @hookimpl"),
    "misspelt": (HOOK + "def graphql_field(): return []", "there is no hook graphql_field. Did you mean graphql_fields?"),
    "argument": (
        HOOK + "def moderate_review(text): return None",
        "moderate_review has no argument text: it takes review.",
    ),
    "coroutine": (HOOK + "async def jobs(): return []", "jobs is `async def`, but hooks are not awaited"),
    "wrapper": (
        "from cms.plugin_api import hookimpl\n@hookimpl(wrapper=True)\ndef jobs():\n    return (yield)",
        "jobs is a wrapper around other plugins",
    ),
    "raises_in_hook": (HOOK + "def jobs(): raise OSError('disk')", "jobs: it raised OSError: disk"),
    "exits_in_hook": (HOOK + "def jobs():\n    import sys; sys.exit()", "jobs: it called sys.exit()"),
    "raises_when_ready": (HOOK + "def ready(): raise OSError('disk')", "ready: it raised OSError: disk"),
    "wrong_type": (HOOK + "def jobs(): return {}", "jobs returned dict: return a list."),
    "wrong_items": (HOOK + "def jobs(): return ['tidy']", "jobs returned a list with str: return a list of Job."),
    "asks_database": (
        HOOK + "def jobs():\n    from cms.identity.models import User\n    return list(User.objects.all())",
        "jobs: it raised StatementBudgetExceeded: it may not use the database here",
    ),
    "no_cost": (FIELD % "permission=PUBLIC", "GraphQLField solutions.Solution.x: give it a cost"),
    "no_permission": (FIELD % "cost=1", "set who may use it: permission=PUBLIC, SIGNED_IN, STAFF"),
    "no_policy": (URL, "Url 'x': set who may call it: policy=PUBLIC, SIGNED_IN, STAFF"),
    "negative_cost": (
        URL.replace("path='x'", "path='x', policy=PUBLIC, cost=-1"),
        "Url 'x': the cost is a number of points, 0 or more.",
    ),
    "not_batched": (
        FIELD.replace("lambda keys, gate: {}", "lambda key: 1") % "cost=1, permission=PUBLIC",
        "load must take (keys, gate)",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_plugin_is_refused_alone(workshop: Workshop, name: str) -> None:
    code, message = WRONG[name]
    workshop.write(name, code)
    workshop.write("tidy", JOB)
    platform = workshop.load()
    assert platform.plugins[name].state is State.REFUSED
    assert message in platform.plugins[name].reason
    assert [job.plugin for job in platform.contributions(Job)] == ["tidy"]
    assert platform.plugins[name].contributions == []


def test_duplicate_contributions_name_both_plugins(workshop: Workshop) -> None:
    field = FIELD % "cost=1, permission=PUBLIC"
    workshop.write("first", field)
    workshop.write("second", field)
    platform = workshop.load()
    assert platform.plugins["first"].state is State.LOADED
    reason = platform.plugins["second"].reason
    assert reason == "GraphQLField solutions.Solution.x exists already, from first: rename one of the two."


def test_jobs_of_two_plugins_may_have_one_name(workshop: Workshop) -> None:
    workshop.write("first", JOB)
    workshop.write("second", JOB)
    assert [job.plugin for job in workshop.load().contributions(Job)] == ["first", "second"]


UNFIT: dict[str, tuple[dict[str, Any], str]] = {
    "hook_api": ({"hook_api": ">=2"}, "it was written for hook API >=2, this is 1.8: install a version that fits."),
    "core": ({"core": "<0.1"}, "it runs on AiXplore <0.1, this is 0.1.0: install a version that fits."),
    "version": ({"version": "one"}, "version: Value error, 'one' is not a version such as 1.0.0"),
    "unknown_key": ({"colour": "red"}, "colour: Extra inputs are not permitted"),
    "misnamed": ({"name": "other"}, "it is called 'misnamed', but its manifest says 'other': use one name."),
    "requires": (
        {"requires": ["absent>=1"]},
        "it requires absent>=1, which does not run: install and allow it, or remove this plugin.",
    ),
    "too_old": (
        {"requires": ["tidy>=2"]},
        "it requires tidy>=2, but version 1.0.0 is installed: change one of the two.",
    ),
    "conflicts": ({"conflicts": ["tidy"]}, "it conflicts with tidy: remove one of the two."),
    "itself": ({"after": ["itself"]}, "itself want to come after each other: change `requires` or `after`"),
}  # fmt: skip


@pytest.mark.parametrize("name", UNFIT)
def test_an_unfit_plugin_is_refused_before_its_code_runs(workshop: Workshop, name: str) -> None:
    manifest, message = UNFIT[name]
    workshop.write(name, "raise SystemExit('this must not run')", **manifest)
    workshop.write("tidy", JOB)
    platform = workshop.load(allowed=(name, "tidy", "absent") if name != "requires" else ("*",))
    assert platform.plugins[name].state is State.REFUSED
    assert message in platform.plugins[name].reason
    assert platform.plugins["tidy"].state is State.LOADED


@pytest.mark.parametrize(
    ("code", "german"),
    [
        ("1 / 0", "broken.plugin kann nicht importiert werden: es hat ZeroDivisionError ausgelöst: division by zero"),
        ("x = 1", "implementiert keinen Hook: Kennzeichnen Sie seine Funktionen mit @hookimpl."),
        (HOOK + "def graphql_field(): return []", "den Hook graphql_field gibt es nicht. Meinten Sie graphql_fields?"),
        (FIELD % "cost=0", "GraphQLField solutions.Solution.x: Geben Sie Kosten an: cost=1 oder mehr."),
        (URL.replace("path='x'", "path='/x', policy=PUBLIC"), "Der Pfad ist relativ zu /plugins/<plugin>/: Entfernen Sie"),
        (HOOK + "def jobs(): return {}", "jobs hat dict zurückgegeben: Geben Sie eine Liste zurück."),
        (HOOK + "def ready(): raise OSError('disk')", "ready: es hat OSError ausgelöst: disk (plugin.py, Zeile 4)"),
    ],
)  # fmt: skip
def test_a_reason_is_read_in_the_language_of_the_admin(workshop: Workshop, code: str, german: str) -> None:
    workshop.write("broken", code)
    reason = workshop.load().plugins["broken"].reason
    assert isinstance(reason, Reason) and german not in reason
    with override("de"):
        assert german in reason.show()


def test_a_plugin_without_manifest_is_refused(workshop: Workshop) -> None:
    workshop.write("bare")
    (workshop.folder / "bare" / "manifest.toml").unlink()
    assert "every plugin has a manifest" in workshop.load().plugins["bare"].reason


def test_what_requires_a_refused_plugin_is_refused_too(workshop: Workshop) -> None:
    workshop.write("base", "1 / 0")
    workshop.write("upper", requires=["base"])
    assert (
        "it requires base, which was not loaded: base.plugin cannot"
        in workshop.load().plugins["upper"].reason
    )


def test_the_allow_list_names_versions(workshop: Workshop) -> None:
    workshop.write("tidy", JOB)
    workshop.write("quiet")
    platform = workshop.load(allowed=("tidy>=2", "gone"))
    states = {name: (plugin.state, plugin.reason) for name, plugin in platform.plugins.items()}
    assert states == {
        "tidy": (State.REFUSED, "version 1.0.0 is not in the range >=2 that AIXPLORE_PLUGINS allows."),
        "quiet": (State.PASSIVE, "not on the allow-list: add it to AIXPLORE_PLUGINS."),
        "gone": (State.REFUSED, "it is allowed, but was not found."),
    }


def test_the_order_is_that_of_requirements_then_names(workshop: Workshop) -> None:
    workshop.write("pa", requires=["pd"])
    workshop.write("pb", after=["pc", "not_there"])
    workshop.write("pc")
    workshop.write("pd")
    assert workshop.load().implementers("ready") == ["pc", "pb", "pd", "pa"]


def test_one_plugin_fills_a_slot_and_the_other_stands_by(workshop: Workshop) -> None:
    workshop.write("one", slot="ratings")
    workshop.write("two", slot="ratings")
    platform = workshop.load(slots={"ratings": "two"})
    assert (platform.plugins["one"].state, platform.plugins["two"].state) == (State.STANDBY, State.LOADED)
    assert "the slot 'ratings' is set to two" in platform.plugins["one"].reason


def test_files_that_would_run_unguarded_are_refused(workshop: Workshop) -> None:
    workshop.write("hooked", QUIET, {"wagtail_hooks.py": "1 / 0"})
    assert "it ships wagtail_hooks.py" in workshop.load().plugins["hooked"].reason


def test_personal_data_needs_export_and_erasure(workshop: Workshop) -> None:
    workshop.write("people", capabilities=["pii"])
    manifest = workshop.folder / "people" / "manifest.toml"
    manifest.write_text(manifest.read_text() + '\n[[personal_data]]\nwhat = "names"\npurpose = "greeting"\n')
    reason = workshop.load().plugins["people"].reason
    assert reason == "it stores personal data: implement export_personal_data and erase_personal_data."


def test_a_name_that_an_installed_package_has_is_refused(workshop: Workshop) -> None:
    workshop.write("wagtail")
    assert "`import wagtail` finds the package in " in workshop.load().plugins["wagtail"].reason
