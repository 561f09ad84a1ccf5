"""The demo catalogue: imported, asked for, exported, imported into an empty site, and asked for again."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client, override_settings
from wagtail.models import Page, Site

from cms.demo import CATALOGUE, FILES
from cms.demo.images import write_images
from cms.identity.models import User
from cms.media.models import Image
from content_api.testing.leaks import unlimited
from content_types.taxonomy.models import Category, Tag, UseCase
from content_types.vendors.models import Vendor
from tests.content_api.client import ask
from tests.factories.content import make_site
from tests.support.importing import counts, run_import

ONE_PRESET = {"thumb": "fill-160x160|format-webp"}
SOLUTION = """title slug path summary bodyHtml website logo { alt width } gallery { caption } vendor { slug name country founded }
  category { slug } categories { slug } tags { slug name } useCases { slug } pricingModel pricingPlans { name price currency period }
  licence openSource deployment platforms launchedOn status verifiedAt attributes { value definition { key } }
  alternatives { slug } translations { locale slug } rating { average count histogram score } jsonLd"""
QUERIES = {
    "solutions": f"{{ solutions(first: 100) {{ totalCount nodes {{ {SOLUTION} }} }} }}",
    "german": f'{{ solutions(first: 100, locale: "de") {{ totalCount nodes {{ {SOLUTION} }} }} }}',
    "reviews": "query($after: String) { reviews(first: 100, after: $after) { totalCount nodes { title body rating "
    "easeOfUse pros cons language incentive relationship verification createdAt solution { slug } "
    "author { displayName } } } }",
    "events": "{ events(first: 100) { nodes { title slug startsAt endsAt timeZone recurrence status bodyHtml "
    "venue { name address } speakers { name role } solutions { slug } organiserName } } }",
    "collections": "{ collections(first: 100) { nodes { title slug summary bodyHtml items { note solution { slug } } } } }",
    "categories": "{ categories(first: 100) { nodes { name slug depth icon attributes { key name type unit } } } }",
}


def answers() -> dict[str, Any]:
    with unlimited():
        found = {name: ask(Client(), query) for name, query in QUERIES.items()}
    for name in ("solutions", "german"):
        for node in found[name]["solutions"]["nodes"]:
            node["jsonLd"]["image"] = bool(node["jsonLd"].get("image"))  # storage chooses the names of files
    return found


def empty() -> None:
    """Take away everything that was imported, and leave Wagtail's root page."""
    Site.objects.all().delete()
    for page in Page.objects.filter(depth=2):
        page.get_descendants(inclusive=True).delete()
    for model in (Vendor, Tag, UseCase, Image):
        model.objects.all().delete()
    for root in Category.get_root_nodes():
        root.delete()
    User.objects.all().delete()


@pytest.mark.django_db
@override_settings(IMAGE_PRESETS=ONE_PRESET)
@pytest.mark.no_cover
def test_an_export_imported_into_an_empty_site_answers_the_same(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    shutil.copytree(CATALOGUE, folder, ignore=shutil.ignore_patterns("images"))
    write_images(folder)
    make_site()
    first = run_import(*(folder / file.name for file in FILES))
    assert first.refused == 0 and first.created == first.total
    before = answers()
    assert (
        before["solutions"]["solutions"]["totalCount"] == 50
        and before["reviews"]["reviews"]["totalCount"] == 130
    )
    call_command("export_catalogue", "--out", str(tmp_path / "out"), verbosity=0)

    empty()
    assert Page.objects.filter(depth=2).count() == 0
    make_site()
    second = run_import(tmp_path / "out" / "catalogue.ndjson")
    assert counts(second)[1:] == (0, 0, 0)
    assert answers() == before
