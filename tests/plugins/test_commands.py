"""manage.py plugins: what runs and why, what is wrong, and taking a plugin away."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from cms.plugins.api.events import ContentPublished
from cms.plugins.loader.configuration import Sources
from cms.plugins.models import BrokenMigration, JobRun, PluginConfiguration, PluginSwitch
from cms.plugins.runtime import decisions as runtime
from cms.plugins.runtime.platform import Platform
from cms.publishing import outbox
from cms.publishing.models import Delivery
from tests.factories.content import make_site
from tests.plugins.workshop import Workshop

pytestmark = pytest.mark.django_db
SiteWith = Callable[..., Platform]
LISTENER = """
from cms.plugin_api import hookimpl

@hookimpl
def content_published(event):
    raise OSError("disk full")
"""
FIELD = """
from cms.plugin_api import PUBLIC, GraphQLField, hookimpl

@hookimpl
def graphql_fields():
    return [GraphQLField(on="%s", name="%s", type=int, load=lambda keys, gate: {}, description="A field.",
                         cost=1, permission=PUBLIC)]
"""
SETTINGS = """
from pydantic import BaseModel, SecretStr

class Settings(BaseModel):
    colour: str = "red"
    token: SecretStr = SecretStr("canary-secret")
"""


@pytest.fixture(autouse=True)
def site() -> Any:
    return make_site()


def run_plugins(*words: str, **options: Any) -> str:
    out = StringIO()
    call_command("plugins", *words, stdout=out, no_color=True, **options)
    return out.getvalue()


def test_list_names_each_plugin_with_its_state_and_reason(workshop: Workshop, site_with: SiteWith) -> None:
    workshop.write("fine", LISTENER)
    workshop.write("old", core="<0.1")
    site_with()
    PluginSwitch.objects.create(plugin="fine", enabled=False)
    runtime.forget()
    rows = {row["name"]: row for row in json.loads(run_plugins("list", "--json"))}
    assert (rows["fine"]["state"], rows["fine"]["off_on"], rows["fine"]["hooks"]) == (
        "off", ["All sites", "localhost [default]"], ["content_published"],
    )  # fmt: skip
    assert (rows["old"]["state"], "<0.1" in rows["old"]["reason"]) == ("refused", True)
    table = run_plugins("list")
    assert "fine" in table and "refused" in table and "<0.1" in table


def test_check_is_silent_when_nothing_is_wrong(workshop: Workshop, site_with: SiteWith) -> None:
    workshop.write("fine")
    site_with()
    assert run_plugins("check") == "Nothing is wrong: 1 plugins run.\n"
    assert json.loads(run_plugins("check", "--json")) == []


def test_check_names_what_is_wrong_and_fails(workshop: Workshop, site_with: SiteWith) -> None:
    workshop.write("old", core="<0.1")
    workshop.write("fussy", LISTENER, {"settings.py": SETTINGS}, settings="fussy.settings:Settings")
    site_with(
        slots={"ratings": "absent"},
        sources=Sources(environment={"AIXPLORE_PLUGIN_TYPO__KEY": "1"}),
    )
    PluginConfiguration.objects.create(plugin="fussy", values={"color": "blue"})
    runtime.forget()
    out = StringIO()
    with pytest.raises(CommandError, match=r"\d problems") as error:
        call_command("plugins", "check", "--json", stdout=out)
    assert error.value.returncode == 1
    found = {(row["plugin"], row["problem"]) for row in json.loads(out.getvalue())}
    text = " ".join(problem for _, problem in found)
    assert {name for name, _ in found} == {"old", "AIXPLORE_PLUGIN_SLOTS", "typo", "fussy"}
    assert "the slot 'ratings' is given to absent, which was not found" in text
    assert "it has settings, but no plugin of this name was found" in text and "color" in text


@pytest.mark.parametrize(("on", "name"), [("nope.Nope", "fine"), ("solutions.Solution", "title")])
def test_check_finds_what_only_the_schema_refuses(
    on: str, name: str, workshop: Workshop, site_with: SiteWith
) -> None:
    workshop.write("unfit", FIELD % (on, name))
    site_with()
    out = StringIO()
    with pytest.raises(CommandError, match="1 problem"):
        call_command("plugins", "check", "--json", stdout=out)
    assert [row["plugin"] for row in json.loads(out.getvalue())] == ["unfit"]
    assert json.loads(run_plugins("list", "--json"))[0]["state"] == "refused"


def test_why_tells_everything_and_no_secret(workshop: Workshop, site_with: SiteWith) -> None:
    workshop.write("listener", LISTENER, {"settings.py": SETTINGS}, settings="listener.settings:Settings")
    site_with()
    outbox.publish(ContentPublished("solutions.solution", 1))
    outbox.deliver_due()
    text = run_plugins("why", "listener", "--json")
    facts = json.loads(text)
    assert [row["name"] for row in facts["settings"]] == ["colour", "token"]
    assert facts["hooks"] == [{"hook": "content_published", "kind": "notify", "calls": 1, "failures": 1}]
    assert facts["deliveries"]["failed"][0]["error"] == "it raised OSError: disk full"
    assert "disk full" in facts["errors"][0]["reason"]
    shown = run_plugins("why", "listener")
    assert "canary" not in text + shown and "disk full" in shown


def test_why_of_an_unknown_name_offers_near_ones(workshop: Workshop, site_with: SiteWith) -> None:
    workshop.write("listener")
    site_with()
    with pytest.raises(CommandError, match=r"There is no plugin listner\. Did you mean listener\?"):
        run_plugins("why", "listner")


def test_uninstall_keeps_data_and_forgets_work(workshop: Workshop, site_with: SiteWith) -> None:
    workshop.write("listener", LISTENER)
    site_with()
    outbox.publish(ContentPublished("solutions.solution", 1))
    PluginSwitch.objects.create(plugin="listener", enabled=True)
    JobRun.objects.create(plugin="listener", job="tidy")
    text = run_plugins("uninstall", "listener", "--keep-data", "--no-input")
    assert "Kept: no tables, its switches" in text and "1 undelivered events" in text
    assert "restart every process" in text
    assert not Delivery.objects.filter(subscriber="listener").exists() and not JobRun.objects.exists()
    assert PluginSwitch.objects.filter(plugin="listener").exists()


def test_uninstall_purges_all_that_is_known_of_it(workshop: Workshop, site_with: SiteWith) -> None:
    workshop.write("listener", LISTENER)
    site_with()
    for model in (PluginSwitch, PluginConfiguration, BrokenMigration):
        for name in ("listener", "other"):
            model.objects.create(plugin=name)
    run_plugins("uninstall", "listener", "--purge", "--no-input")
    for model in (PluginSwitch, PluginConfiguration, BrokenMigration):
        assert [each.plugin for each in model.objects.all()] == ["other"]


def test_uninstall_asks_first_and_spares_what_others_need(
    workshop: Workshop, site_with: SiteWith, monkeypatch: pytest.MonkeyPatch
) -> None:
    workshop.write("base")
    workshop.write("upper", requires=["base>=1"])
    site_with()
    with pytest.raises(
        CommandError, match=r"upper requires base: uninstall that first\. Nothing was changed"
    ):
        run_plugins("uninstall", "base", "--purge", "--no-input")
    monkeypatch.setattr("builtins.input", lambda question: "yes")
    with pytest.raises(CommandError, match="Nothing was changed"):
        run_plugins("uninstall", "upper", "--keep-data")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("Bad-Name", "is not a valid plugin name: use snake_case"),
        ("class", "is a word of Python's"),
        ("listener", "is taken by the plugin in"),
        ("reviews", "is taken by the app content_types.reviews"),
        ("json", "is taken: `import json` finds"),
        ("../evil", "is not a valid plugin name"),
        ("x" * 51, "in 2 to 50"),
    ],
)
def test_new_refuses_names_that_would_not_work(
    name: str, message: str, workshop: Workshop, site_with: SiteWith, tmp_path: Any
) -> None:
    workshop.write("listener")
    site_with()
    with pytest.raises(CommandError, match=message):
        run_plugins("new", name, dir=tmp_path / "new")
    assert not (tmp_path / "new").exists()
