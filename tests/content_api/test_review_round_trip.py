"""What people write through the API is exported, and imported again as it was."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from content_types.reviews.models import Review, VendorReply
from tests.content_api.test_review_mutations import REPLY, SUBMIT, key, review_input, send
from tests.factories.content import make_site, make_solution, make_user, make_vendor
from tests.support.importing import counts, reasons, run_import

TEXTS = {
    "plain": "Good",
    "spaces": "  Good\u00a0",
    "markup": "<b>Good</b>",
    "formula": "=1+1",
    "minus": "-5 stars",
    "at": "@all of you",
    "quotes": '"Good", they said; so',
    "right_to_left": "\u200fטוב",
    "emoji": "👩‍💻",
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", TEXTS)
def test_a_review_comes_back_as_it_was_written(client: Client, tmp_path: Path, name: str) -> None:
    make_site()
    text, vendor, member = TEXTS[name], make_vendor("Maker"), make_user("member")
    vendor.members.add(member)
    vendor.save()
    client.force_login(make_user("reader"))
    solution = make_solution("Tool", vendor=vendor)
    texts = {"title": text, "body": f"{text}\n\n{text}", "pros": text, "cons": text, "reviewerRole": text}
    made = send(client, SUBMIT, **review_input(solution, language="de-AT", **texts))
    assert made["errors"] == []
    Review.objects.update(state="published")
    client.force_login(member)
    assert send(client, REPLY, review=key(Review.objects.get()), body=text)["errors"] == []
    before = rows()
    call_command("export_catalogue", out=tmp_path, kinds=["review"], stdout=StringIO())
    unchanged = run_import(tmp_path / "catalogue.ndjson")
    assert (counts(unchanged), reasons(unchanged)) == ((0, 0, 1, 0), [])
    Review.objects.all().delete()
    again = run_import(tmp_path / "catalogue.ndjson")
    assert (counts(again), reasons(again)) == ((1, 0, 0, 0), [])
    assert rows() == before


def rows() -> list[dict[str, Any]]:
    """What was written, without keys and moments."""
    reviews = Review.objects.values("title", "body", "pros", "cons", "reviewer_role", "language", "state")
    return [*reviews, *VendorReply.objects.values("body", "state", "author", "vendor")]
