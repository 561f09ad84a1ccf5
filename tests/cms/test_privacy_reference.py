"""docs/reference/privacy.md: it names all that is held of people, and is written again when that changes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from cms.config.management.commands import privacy_reference
from cms.config.management.commands.privacy_reference import build_page
from cms.config.settings.retention import RetentionSettings
from cms.identity.privacy import DataNote, holders
from cms.identity.privacy_checks import list_user_relations

NOT_ABOUT_PEOPLE = {"profile_check_days", "link_check_days"}
"""Retention settings of what names no person."""


def test_the_page_is_current() -> None:
    call_command("privacy_reference", "--check")


def test_a_page_that_is_out_of_date_is_found_and_written(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(privacy_reference, "TARGET", tmp_path / "privacy.md")
    with pytest.raises(CommandError, match="Run `make docs`"):
        call_command("privacy_reference", "--check")
    call_command("privacy_reference")
    call_command("privacy_reference", "--check")
    changed = replace(holders["consents"], note=DataNote("all", "none", "{CLAIM_DAYS}", "kept"))
    monkeypatch.setitem(holders, "consents", changed)
    with pytest.raises(CommandError, match="out of date"):
        call_command("privacy_reference", "--check")


def test_every_column_of_the_core_that_names_a_person_stands_on_the_page() -> None:
    plugins = {"bookmarks", "spam_screen"}
    page = build_page()
    missing = [
        each
        for each in list_user_relations()
        if f"`{each}`" not in page and each.partition(".")[0] not in plugins
    ]
    assert missing == []


def test_every_period_for_which_data_of_people_is_kept_stands_on_the_page() -> None:
    page = build_page()
    for name, field in RetentionSettings.model_fields.items():
        assert (f"{field.default} days (`{name.upper()}`)" in page) == (name not in NOT_ABOUT_PEOPLE)


def test_a_setting_that_does_not_exist_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    changed = replace(holders["merges"], note=DataNote("all", "none", "{NO_DAYS}", "kept"))
    monkeypatch.setitem(holders, "merges", changed)
    with pytest.raises(KeyError, match="NO_DAYS"):
        build_page()


def test_plugins_with_personal_data_stand_on_the_page() -> None:
    page = build_page()
    assert "| `bookmarks` | which account keeps which solutions, and since when |" in page
