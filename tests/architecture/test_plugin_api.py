"""Every name that plugins may import is documented: what it means, its shape, and the errors of what can be called."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest
from django.core.management import call_command

from cms import plugin_api
from cms.plugins.management import api_reference

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "plugin-api.md"
RAISING = {
    "permission": "ContributionError",
    "settings_of": "PluginError",
    "fetch": "FetchRefused",
    "Gate": "ImproperlyConfigured",
}


def test_the_page_is_current() -> None:
    call_command("plugin_api_reference", check=True)


@pytest.mark.parametrize("name", plugin_api.__all__)
def test_an_export_is_described(name: str) -> None:
    section = PAGE.read_text().partition(f"### `{name}`\n")[2].partition("\n### ")[0]
    prose = [line for line in section.splitlines() if line and line[0] not in "|`#-"]
    assert len(" ".join(prose).split()) >= 3, f"write a docstring for {name}"
    value = getattr(plugin_api, name)
    if inspect.isfunction(value):
        assert f"```python\n{name}(" in section


@pytest.mark.parametrize("name", RAISING)
def test_errors_are_named(name: str) -> None:
    assert RAISING[name] in api_reference.describe_export(name)


def test_an_export_without_a_place_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plugin_api, "__all__", [*plugin_api.__all__, "novelty"])
    with pytest.raises(ValueError, match=r"SECTIONS: add or remove novelty\."):
        api_reference.plugin_api_reference()
