"""What each role sees in the admin: a crawl of all its addresses finds no planted word that is not theirs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import TestCase

from content_api.testing.admin_crawl import AdminCrawl, admin_addresses
from tests.factories.content import make_site
from tests.support.admin_words import FOUND, HIDDEN, plant_admin

DECISIONS = Path(__file__).with_name("admin_views.txt")


class AdminCrawls(TestCase):
    """GET, searches, exports and empty POSTs of every address, with the keys of planted rows."""

    @classmethod
    def setUpTestData(cls) -> None:
        cls.people, cls.rows = plant_admin(make_site())

    def crawl(self, person: str, **options: Any) -> None:
        crawl = AdminCrawl(self.people.get(person), self.rows, HIDDEN[person], FOUND[person], **options)
        if leaks := crawl.find_leaks():
            raise AssertionError("\n".join(leaks))
        assert crawl.seen == FOUND[person]

    def test_anonymous_callers_read_nothing(self) -> None:
        self.crawl("anonymous", most=1)

    def test_people_without_a_role_read_nothing(self) -> None:
        self.crawl("visitor", most=1)

    @pytest.mark.no_cover
    def test_vendors_read_what_is_public_and_their_own(self) -> None:
        self.crawl("vendor")

    @pytest.mark.no_cover
    def test_moderators_read_what_is_public_and_what_they_judge(self) -> None:
        self.crawl("moderator")

    @pytest.mark.no_cover
    def test_editors_read_content_but_neither_reviews_nor_accounts(self) -> None:
        self.crawl("editor", most=2, writes=False)

    @pytest.mark.no_cover
    def test_administrators_read_no_secret(self) -> None:
        self.crawl("administrator", most=2, writes=False)


def test_every_view_of_the_admin_is_decided_about() -> None:
    """A new one fails here: write its name and who sees what there into the file, then plant what it must hide."""
    decided = {line.split("|")[0].strip() for line in DECISIONS.read_text().splitlines() if "|" in line}
    assert sorted(each.name for each in admin_addresses() if each.name not in decided) == []
    assert sorted(decided - {each.name for each in admin_addresses()}) == []
