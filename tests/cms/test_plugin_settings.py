"""Settings of plugins made in the admin: a form from the model, refused at the field, in force everywhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from cms.plugins.admin import fields
from cms.plugins.loader.configuration import Sources
from cms.plugins.models import PluginConfiguration
from cms.plugins.runtime import decisions as runtime
from cms.plugins.runtime.platform import Platform
from cms.testing.workshop import QUIET, Workshop
from tests.factories.content import make_site
from tests.support.admin import ROLES, find_errors, form_at, sign_in_client

pytestmark = pytest.mark.django_db
SiteWith = Callable[..., Platform]
SETTINGS = '''
from enum import Enum
from typing import Literal
from pydantic import BaseModel, Field, SecretStr, field_validator, model_validator

class Colour(Enum):
    RED = "red"
    BLUE = "blue"

class Settings(BaseModel):
    """What the plugin is told."""

    limit: int = Field(default=3, ge=1, description="Lines shown.")
    share: float | None = None
    loud: bool = False
    mode: Literal["fast", "slow"] = "slow"
    colour: Colour = Colour.RED
    words: list[str] = []
    title: str = "Hello"
    api_key: SecretStr | None = None
    password: str = ""
    nested: dict[str, int] = {}

    @field_validator("title")
    @classmethod
    def polite(cls, value):
        if "canary" in value:
            raise ValueError(f"{value} is rude")
        return value

    @model_validator(mode="after")
    def together(self):
        if self.loud and self.mode == "slow":
            raise ValueError("loud needs fast")
        return self
'''
EMPTY = {"limit": "", "share": "", "loud": "", "mode": "", "colour": "", "words": "", "title": "", "api_key": "", "password": ""}  # fmt: skip


@pytest.fixture(autouse=True)
def site() -> Any:
    return make_site()


@pytest.fixture
def bounds(plugin_workshop: Workshop, site_with_plugins: SiteWith) -> Callable[..., Platform]:
    """`bounds(file=…, environment=…)` installs a plugin with settings from these sources."""

    def install(**sources: Any) -> Platform:
        plugin_workshop.write("bounds", QUIET, {"settings.py": SETTINGS}, settings="bounds.settings:Settings")
        return site_with_plugins(sources=Sources(**sources))

    return install


@pytest.fixture
def save(django_capture_on_commit_callbacks: Any) -> Callable[..., HttpResponse]:
    def send(client: Client, **values: str) -> HttpResponse:
        address = reverse("plugins:configure", args=["bounds"])
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(address, {**EMPTY, **values})

    return send


def settings_now(platform: Platform) -> Any:
    runtime.decisions()
    return platform.plugins["bounds"].settings


def test_every_simple_type_is_stored_and_taken_over(
    bounds: Any, save: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "password").write_text("from-file\n")
    (tmp_path / "password").chmod(0o400)
    monkeypatch.setattr(fields, "SECRET_FOLDER", str(tmp_path))
    platform, client = bounds(environment={"BOUNDS_KEY": "from-environment"}), sign_in_client()
    answer = save(
        client, limit="9", share="0.5", loud="true", mode="fast", colour="blue", words="a\n\n b ", title="Servus",
        api_key="$env BOUNDS_KEY", password=f"$file {tmp_path}/password",
    )  # fmt: skip
    assert answer.status_code == 302, find_errors(answer)
    now = settings_now(platform)
    assert (now.limit, now.share, now.loud, now.mode, now.colour.value) == (9, 0.5, True, "fast", "blue")
    assert (now.words, now.title, now.password) == (["a", "b"], "Servus", "from-file")
    assert now.api_key.get_secret_value() == "from-environment"

    row = PluginConfiguration.objects.get()
    assert row.values["api_key"] == {"$env": "BOUNDS_KEY"}
    assert row.changed_by_id == int(client.session["_auth_user_id"])
    page = client.get(reverse("plugins:detail", args=["bounds"])).content.decode()
    assert "from-environment" not in page and "from-file" not in page
    assert "Settings changed: limit, share" in page
    assert "from-" not in str(ModelLogEntry.objects.get(action="extensions.configure").data)

    again = form_at(client, reverse("plugins:configure", args=["bounds"]), "w-editor-form")
    assert (again["loud"], again["colour"], again["words"].split()) == ("true", "blue", ["a", "b"])
    assert again["api_key"] == "$env BOUNDS_KEY"


def test_an_empty_field_is_the_default(bounds: Any, save: Any) -> None:
    platform, client = bounds(), sign_in_client()
    save(client, limit="9", loud="false")
    assert PluginConfiguration.objects.get().values == {"limit": 9, "loud": False}
    save(client)
    assert PluginConfiguration.objects.get().values == {}
    assert settings_now(platform).limit == 3


WRONG = {
    "range": ({"limit": "0"}, "Input should be greater than or equal to 1"),
    "type": ({"limit": "many"}, "Enter a whole number."),
    "choice": ({"mode": "canary"}, "Select a valid choice."),
    "validator": ({"title": "canary"}, "is not acceptable"),
    "together": ({"loud": "true"}, "is not acceptable"),
    "secret in clear": ({"api_key": "canary"}, "Write $env NAME or $file PATH"),
    "secret by name": ({"password": "canary"}, "Write $env NAME or $file PATH"),
    "absent variable": ({"api_key": "$env ABSENT"}, "api_key: the variable ABSENT is not set."),
    "the site's own": ({"api_key": "$env DATABASE_URL"}, "This variable belongs to the site"),
    "a file elsewhere": ({"api_key": "$file /proc/self/environ"}, "Name a file in /run/secrets here"),
    "a file above": ({"api_key": "$file /run/secrets/../shadow"}, "Name a file in /run/secrets here"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_value_is_refused_at_its_field(
    bounds: Any, save: Any, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    values, message = WRONG[name]
    platform = bounds(environment={"DATABASE_URL": "canary"})
    answer = save(sign_in_client(), **values)
    page = BeautifulSoup(answer.content, "html.parser")
    beside = page.select_one(f"[data-field]:has([name={next(iter(values))}]) .error-message")
    shown = find_errors(answer) if name == "together" else beside.get_text(" ", strip=True) if beside else ""
    assert message in shown
    assert "canary" not in find_errors(answer).replace("canary is not one of", "") + caplog.text
    assert not PluginConfiguration.objects.exists()
    assert settings_now(platform).limit == 3


def test_what_file_and_environment_say_is_fixed(bounds: Any, save: Any) -> None:
    sources = {
        "file": {"bounds": {"limit": 4, "password": "canary-file"}},
        "environment": {"AIXPLORE_PLUGIN_BOUNDS__TITLE": "Set"},
    }
    platform, client = bounds(**sources), sign_in_client()
    page = client.get(reverse("plugins:configure", args=["bounds"]))
    form = BeautifulSoup(page.content, "html.parser")
    locked = {field["name"]: field["value"] for field in form.select("#w-editor-form input[disabled]")}
    assert locked == {"limit": "4", "password": "••••••••", "title": "Set", "nested": "{}"}
    assert "Set by the environment, which overrides this form." in page.content.decode()
    assert "canary" not in page.content.decode()
    save(client, limit="9", title="Other", words="new")
    assert PluginConfiguration.objects.get().values == {"words": ["new"]}
    assert (settings_now(platform).limit, settings_now(platform).title) == (4, "Set")


@pytest.mark.parametrize("role", ROLES)
def test_administrators_alone_change_settings(bounds: Any, save: Any, role: str) -> None:
    bounds()
    client = sign_in_client(role)
    status = client.get(reverse("plugins:configure", args=["bounds"])).status_code
    assert (status == 200) == (role == "Administrator")
    save(client, limit="9")
    assert PluginConfiguration.objects.exists() == (role == "Administrator")


def test_settings_of_a_refused_plugin_run_none_of_its_code(
    plugin_workshop: Workshop, site_with_plugins: SiteWith
) -> None:
    plugin_workshop.write(
        "future", QUIET, {"settings.py": "raise SystemExit"}, settings="future.settings:Settings", core=">=99"
    )
    site_with_plugins()
    PluginConfiguration.objects.create(plugin="future", values={"limit": 1})
    runtime.forget()
    runtime.decisions()
    assert "future.settings" not in __import__("sys").modules
