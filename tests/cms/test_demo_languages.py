"""The German pages of the demo show German names."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from django.test import Client

from cms.demo import FILES
from cms.demo.images import write_images
from tests.content_api.client import ask
from tests.factories.content import make_language, make_site
from tests.support.importing import run_import

pytestmark = [pytest.mark.django_db, pytest.mark.no_cover]
SHOWN = ("categories", "tags", "use_cases", "vendors", "solutions")
"""The files of which the pages below show something."""
SHARED = """solutions(first: 50, locale: "%s") { nodes {
  categories { name description } useCases { name description } vendor { description } } }"""


def test_german_pages_of_the_demo_show_no_english_category(tmp_path: Path) -> None:
    make_site()
    make_language("de")
    write_images(tmp_path)
    files = [Path(shutil.copy(file, tmp_path)) for file in FILES if file.stem in SHOWN]
    run_import(*files)
    found = ask(Client(), "{ de: %s en: %s }" % (SHARED % "de", SHARED % "en"))
    texts = {
        language: {
            text
            for page in found[language]["nodes"]
            for record in (*page["categories"], *page["useCases"], page["vendor"] or {})
            for text in record.values()
        }
        for language in ("de", "en")
    }
    assert len(found["de"]["nodes"]) == 12
    assert texts["de"] & texts["en"] == set()
