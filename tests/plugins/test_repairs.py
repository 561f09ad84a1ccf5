"""What an author reads of a mistake: one line with the place, and nothing of it once it is repaired."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client

from cms.plugins.runtime import decisions as runtime
from cms.plugins.runtime.platform import Platform
from tests.content_api.client import ask, codes, post
from tests.factories.content import make_site, make_solution
from tests.plugins.workshop import Workshop

pytestmark = pytest.mark.django_db
SiteWith = Callable[..., Platform]
FIELD = """
from cms.plugin_api import *

def load(keys, gate):
    %s

@hookimpl
def graphql_fields():
    return [GraphQLField(on="solutions.Solution", name="%s", type=int, load=load, description="X.", %s)]
"""
COMPLETE = "cost=1, permission=PUBLIC"


@pytest.fixture(autouse=True)
def site() -> None:
    make_site()
    make_solution("One")


def rewrite(workshop: Workshop, code: str) -> None:
    """Repair the plugin: the process that loads it next is a new one."""
    import sys

    for name in [each for each in sys.modules if each.partition(".")[0] == "sizes"]:
        del sys.modules[name]
    file = workshop.folder / "sizes" / "plugin.py"
    file.write_text(code + "\n# " + "x" * len(file.read_text()))  # another size: no stale bytecode is used


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("permission=PUBLIC", "GraphQLField solutions.Solution.size: give it a cost: cost=1 or more."),
        ("cost=1", "GraphQLField solutions.Solution.size: set who may use it:"),
        ("cost=1, permission=permission('x')", "permission('x'): write it as app_label.codename."),
    ],
)
def test_a_wrong_contribution_is_one_line_with_its_place(
    arguments: str, message: str, workshop: Workshop, site_with: SiteWith, capsys: pytest.CaptureFixture[str]
) -> None:
    workshop.write("sizes", FIELD % ("return {}", "size", arguments))
    plugin = site_with().plugins["sizes"]
    assert plugin.reason.startswith(f"graphql_fields: {message}")
    assert plugin.reason.endswith("(plugin.py, line 9)")
    assert "Traceback" not in capsys.readouterr().err


def test_a_mistake_in_code_names_its_line_too(workshop: Workshop, site_with: SiteWith) -> None:
    workshop.write("sizes", "\n\n1 / 0\n")
    reason = site_with().plugins["sizes"].reason
    assert reason == (
        "sizes.plugin cannot be imported: it raised ZeroDivisionError: division by zero (plugin.py, line 3)"
    )


def test_a_repaired_contribution_leaves_the_failures(workshop: Workshop, site_with: SiteWith) -> None:
    workshop.write("sizes", FIELD % ("return {}", "size", "cost=1"))
    reason = site_with().plugins["sizes"].reason
    runtime.CacheJournal().record_failure(
        "sizes", "graphql_fields", reason, False
    )  # as a process of the site does at start
    assert [each["hook"] for each in explain_plugin()["errors"]] == ["graphql_fields"]
    rewrite(workshop, FIELD % ("return {}", "size", COMPLETE))
    site_with()
    assert explain_plugin()["errors"] == [] and explain_plugin()["state"] == "loaded"


def explain_plugin() -> Any:
    out = StringIO()
    call_command("plugins", "why", "sizes", "--json", stdout=out)
    return json.loads(out.getvalue())


QUERY = '{ solution(slug: "one") { title size } }'


def test_a_failure_stays_until_the_place_works_in_a_process_that_started_later(
    workshop: Workshop, site_with: SiteWith, client: Client
) -> None:
    workshop.write(
        "sizes", FIELD % ("return {key: 3 // len(FLAG) for key in keys}", "size", COMPLETE) + "FLAG = []"
    )
    site_with()
    assert codes(post(client, QUERY)) == ["PLUGIN_ERROR"]
    import sys

    sys.modules["sizes.plugin"].FLAG.append(1)  # type: ignore[attr-defined]
    assert ask(client, QUERY)["solution"]["size"] == 3
    assert [each["hook"] for each in explain_plugin()["errors"]] == [
        "graphql_fields.size"
    ]  # it comes and goes: keep it
    rewrite(workshop, FIELD % ("return {key: 4 for key in keys}", "size", COMPLETE))
    site_with()
    assert places(explain_plugin()) == ([], ["graphql_fields.size"])
    assert ask(client, QUERY)["solution"]["size"] == 4
    assert places(explain_plugin()) == ([], []) and runtime.last_errors("sizes") == []


def places(facts: Any) -> tuple[list[str], list[str]]:
    """Where a plugin failed, and where it failed before its code was changed."""
    return [each["hook"] for each in facts["errors"]], [each["hook"] for each in facts["earlier_errors"]]


BROKEN = FIELD % ("raise OSError('disk full')", "size", COMPLETE)


@pytest.mark.parametrize(
    ("file", "change", "earlier"),
    [
        ("plugin.py", BROKEN + "\n\n", True),
        ("helpers.py", "", True),
        ("manifest.toml", None, True),
        ("tests/test_sizes.py", "", False),
        ("README.md", "", False),
    ],
)
def test_failures_of_code_that_was_changed_since_are_apart(
    workshop: Workshop, site_with: SiteWith, client: Client, file: str, change: str | None, earlier: bool
) -> None:
    workshop.write("sizes", BROKEN)
    site_with()
    assert codes(post(client, QUERY)) == ["PLUGIN_ERROR"]
    target = workshop.folder / "sizes" / file
    target.parent.mkdir(exist_ok=True)
    target.write_text(target.read_text().replace('"1.0.0"', '"1.0.1"') if change is None else change)
    os.utime(target, (time.time() + 0.1,) * 2)  # the clock of a file system may be some milliseconds late
    place = ["graphql_fields.size"]
    assert places(explain_plugin()) == (([], place) if earlier else (place, []))
    assert listed_reason() == ("" if earlier else "graphql_fields.size: it raised OSError: disk full")


def listed_reason() -> str:
    out = StringIO()
    call_command("plugins", "list", "--json", stdout=out)
    return str(next(row["reason"] for row in json.loads(out.getvalue()) if row["name"] == "sizes"))


def test_a_failure_of_another_version_is_apart(workshop: Workshop, site_with: SiteWith) -> None:
    workshop.write("sizes", BROKEN)
    site_with()
    runtime.CacheJournal().record_failure(
        "sizes", "graphql_fields.size", "it raised OSError: disk full", False
    )
    (kept,) = runtime.last_errors("sizes")
    key = runtime.ERRORS_KEY.format("sizes")
    cache.set(key, [kept, {**kept, "version": "0.9.0"}, {k: v for k, v in kept.items() if k != "version"}])
    facts = explain_plugin()
    assert [each.get("version") for each in facts["errors"]] == ["1.0.0", None]
    assert [each["version"] for each in facts["earlier_errors"]] == ["0.9.0"]


def test_a_failure_of_a_contribution_that_is_gone_leaves(
    workshop: Workshop, site_with: SiteWith, client: Client
) -> None:
    workshop.write("sizes", FIELD % ("raise OSError", "size", COMPLETE))
    site_with()
    assert codes(post(client, QUERY)) == ["PLUGIN_ERROR"]
    rewrite(workshop, FIELD % ("return {}", "length", COMPLETE))
    site_with()
    assert explain_plugin()["errors"] == []
