"""The first import into a site that has nothing but Wagtail's welcome page."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from wagtail.models import Site

from content_types.pages.models import HomePage
from content_types.solutions.models import Solution
from tests.support.importing import CATEGORY, ndjson, solution


@pytest.mark.django_db
def test_its_pages_are_made_and_published(tmp_path: Path) -> None:
    assert not HomePage.objects.exists()
    file = ndjson(tmp_path, CATEGORY, solution("atlas"))
    call_command("import_catalogue", str(file), stdout=StringIO(), stderr=StringIO())
    home = Site.objects.get(is_default_site=True).root_page.specific
    assert isinstance(home, HomePage) and home.live and home.latest_revision_id
    assert [page.title for page in home.get_children().live()] == ["Solutions", "Events", "Collections"]
    assert Solution.objects.get().get_parent().get_parent().pk == home.pk
