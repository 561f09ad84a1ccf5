"""Kinds declare what CSV files hold and create; the import knows none of them by name."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from wagtail.models import Locale

from cms.exchange.formats.mapping import Mapping
from cms.exchange.forms import UploadForm
from cms.exchange.kinds import registry
from cms.exchange.kinds.importer import Importer
from cms.exchange.kinds.registry import (
    find_creatable,
    find_created_unasked,
    find_csv_importer,
    register_importer,
)
from cms.exchange.records import Options


class LanguageImporter(Importer):
    kind = "language"
    model = Locale
    creatable = True


@pytest.fixture
def language(monkeypatch: pytest.MonkeyPatch) -> None:
    """One more kind, as a content type registers it."""
    monkeypatch.setattr(registry, "_importers", dict(registry._importers))
    register_importer(LanguageImporter())


def test_what_cells_create_is_what_kinds_declare() -> None:
    assert (sorted(find_creatable()), find_created_unasked()) == (
        ["category", "vendor"],
        frozenset({"vendor"}),
    )
    assert Options().create_missing == {"vendor"}


def test_a_kind_that_declares_it_can_be_chosen_in_the_form_and_the_command(language: None) -> None:
    assert ("language", "locales") in UploadForm().fields["create_missing"].choices
    with pytest.raises(CommandError, match=r"invalid choice: 'talk' \(choose from .*'language'"):
        call_command("import_catalogue", "x.csv", "--create-missing", "talk")


def test_a_file_without_a_mapping_has_the_columns_of_the_kind_that_declares_them() -> None:
    mapping = Mapping()
    assert (mapping.kind, mapping.columns["publisher"], mapping.named) == (
        "solution",
        "vendor",
        ("vendor", "category"),
    )


def test_default_columns_of_two_kinds_are_rejected_naming_both(
    language: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(LanguageImporter, "default_columns", {"name": "title"})
    with pytest.raises(ImproperlyConfigured, match="'solution' and 'language' both have default_columns"):
        register_importer(LanguageImporter())
    assert find_csv_importer().kind == "solution"


def test_without_any_default_columns_a_csv_file_needs_a_mapping(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_importers", {"language": LanguageImporter()})
    with pytest.raises(ImproperlyConfigured, match="CSV files need a mapping of their own"):
        Mapping()
