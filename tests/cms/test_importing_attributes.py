"""Attributes of categories, with their texts in further languages, in imports and exports."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from content_types.taxonomy.models import AttributeDefinition
from tests.cms.test_importing_export import records
from tests.factories.content import make_site
from tests.support.importing import CATEGORY, counts, ndjson, reasons, run_import

pytestmark = pytest.mark.django_db
HOSTING: dict[str, Any] = {
    "key": "hosting", "type": "choice", "name": "Hosting", "name_de": "Betrieb", "unit": "", "unit_de": "",
    "helpText": "Where it runs", "helpText_de": "Wo es läuft", "filterable": True,
    "choices": ["Cloud", "On site"], "choices_de": {"Cloud": "Wolke"},
}  # fmt: skip


def bring(folder: Path, **changes: Any) -> Any:
    attribute = {key: value for key, value in (HOSTING | changes).items() if value is not ...}
    return run_import(ndjson(folder, {**CATEGORY, "attributes": [attribute]}))


def read() -> tuple[Any, Any]:
    found = AttributeDefinition.objects.get()
    return found.translations, found.choice_labels


def test_texts_by_language_go_out_as_they_came_in(tmp_path: Path) -> None:
    make_site()
    assert counts(bring(tmp_path)) == (1, 0, 0, 0)
    assert read() == ({"de": {"name": "Betrieb", "help_text": "Wo es läuft"}}, {"de": {"Cloud": "Wolke"}})
    assert counts(bring(tmp_path)) == (0, 0, 1, 0)
    (category,) = (row for row in records(tmp_path / "out") if row["kind"] == "category")
    assert category["attributes"] == [HOSTING]


def test_what_a_record_leaves_out_stays_and_what_is_empty_goes(tmp_path: Path) -> None:
    bring(tmp_path)
    before, key = read(), AttributeDefinition.objects.get().pk
    gone = {"name_de": ..., "helpText_de": ..., "unit_de": ..., "choices_de": ...}
    assert counts(bring(tmp_path, **gone)) == (0, 0, 1, 0)
    assert counts(bring(tmp_path, **gone, name="Runs")) == (0, 1, 0, 0)
    assert read() == before and AttributeDefinition.objects.get().pk == key
    assert counts(bring(tmp_path, **gone, choices=["On site"])) == (0, 1, 0, 0)
    assert read() == (before[0], {})
    assert counts(bring(tmp_path, name_de="", helpText_de="", choices_de={})) == (0, 1, 0, 0)
    assert read() == ({}, {})


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"choices_de": ["Wolke"]}, "attributes.1.choices_de: must be an object, not a list"),
        ({"choices_de": {"Clod": "Wolke"}}, "“Clod” is not one of the choices: Cloud, On site."),
        ({"choices_de": {"Cloud": 5}}, "attributes.1.choices_de: "),
        ({"choices_de": {"Cloud": "W" * 81}}, "The label of “Cloud” has 81 characters"),
        ({"unit_de": "x" * 21}, "attributes.1.unit_de: "),
        ({"helpText_de": "<b>x</b>"}, "attributes.1.helpText_de: "),
    ],
)
def test_texts_that_cannot_be_stored_are_rejected(tmp_path: Path, wrong: dict[str, Any], reason: str) -> None:
    run = bring(tmp_path, **wrong)
    assert counts(run) == (0, 0, 0, 1) and reason in str(reasons(run))
    assert not AttributeDefinition.objects.exists()
