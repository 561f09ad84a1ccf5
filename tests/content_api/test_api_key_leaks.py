"""Keys as callers of the leak oracle: no root shows more than their owner sees, or a kind that they are not limited to."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client, TestCase
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from cms.declarations.scopes import find_kind, list_kinds
from cms.identity.api_keys import KeyLimits, create_key
from cms.identity.key_checks import forget_keys
from cms.testing.api import Api
from content_api.model.ids import global_id
from content_api.schema.build import build_schema
from content_api.testing.leaks import LeakOracle, list_roots, planted_oracle, texts, unlimited
from content_types.pages.models import Menu, MenuItem, SiteSettings
from content_types.reviews.models import Review
from content_types.taxonomy.models import Category, Tag, UseCase
from content_types.vendors.models import Vendor
from tests.factories.content import (
    make_category,
    make_collection,
    make_event,
    make_review,
    make_site,
    make_solution,
    make_standard_page,
    make_user,
    make_vendor,
    unique,
)

SOLUTIONS = "solutions.solution"
OTHER = "otherkindword"


class KeyApi(Api):
    """Asks as a machine with a key of each user."""

    def __init__(self, limits: KeyLimits) -> None:
        super().__init__()
        self.limits = limits

    def client(self, user: Any = None) -> Client:
        key = user and user.pk
        if key not in self._clients:
            given = create_key(unique("key"), user, self.limits)[1] if user else ""
            self._clients[key] = Client(**({"HTTP_AUTHORIZATION": f"Bearer {given}"} if given else {}))
        return self._clients[key]


class KeysOfEverybody(TestCase):
    oracle: LeakOracle

    @classmethod
    def setUpTestData(cls) -> None:
        cls.oracle = planted_oracle(Api(), make_site())

    def check(self, limits: KeyLimits, *viewers: str) -> None:
        forget_keys()
        self.oracle.api = KeyApi(limits)
        with unlimited():
            documents = list_roots(build_schema())
            found = [
                each for viewer in viewers for each in self.oracle.check_answers(viewer, documents, None)
            ]
        assert not found, "\n".join(found)

    @pytest.mark.no_cover
    def test_a_key_without_limits_reads_what_its_owner_reads(self) -> None:
        self.check(KeyLimits(), "visitor", "vendor", "editor", "other_editor")

    @pytest.mark.no_cover
    def test_a_key_with_drafts_of_somebody_who_edits_nothing_reads_no_draft(self) -> None:
        self.check(KeyLimits(reads_drafts=True), "visitor", "moderator")


def plant_other_kinds() -> Any:
    """A live solution that points to a row of every other kind, each with the word OTHER in its texts."""
    vendor, category = make_vendor(f"Vendor {OTHER}"), make_category(f"Category {OTHER}")
    solution = make_solution("Hub", vendor=vendor, category=category)
    solution.tags.add(f"tag-{OTHER}")
    solution.use_cases.add(UseCase.objects.create(name=f"Case {OTHER}", slug="case"))
    solution.save()
    make_review(solution, title=f"Review {OTHER}")
    make_event(f"Event {OTHER}")
    make_collection(f"Collection {OTHER}", solutions=(solution,))
    page = make_standard_page(f"Page {OTHER}")
    Redirect.objects.create(old_path="/elsewhere", redirect_link=f"https://example.com/{OTHER}")
    Redirect.objects.create(old_path="/old", redirect_page=page)
    Page.objects.exclude(pk=solution.pk).filter(depth__gt=1).update(seo_title=OTHER, search_description=OTHER)
    MenuItem.objects.update(label=OTHER)
    SiteSettings.objects.update(publisher=OTHER) if hasattr(SiteSettings, "publisher") else None
    return solution


def find_other_rows(solution: Any) -> dict[str, str]:
    """The ids of the rows of all other kinds, with their kinds."""
    found = {}
    for kind, model in list_kinds().items():
        rows = [] if kind == SOLUTIONS else model._default_manager.all()
        for row in rows:
            if row.pk != solution.pk and model in (Vendor, Category, Tag, UseCase, Review, Menu):
                found[global_id(row)] = kind
    return found


class OneKind(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        make_site()
        cls.solution = plant_other_kinds()
        cls.owner = make_user("root", is_superuser=True, is_staff=True)

    def ask_all(self, limits: KeyLimits) -> dict[str, Any]:
        forget_keys()
        api = KeyApi(limits)
        with unlimited():
            roots = {
                **list_roots(build_schema()),
                "search": '{ search(query: "%s OR hub") { totalCount } }' % OTHER,
            }
            roots["solution"] = roots["solution"].replace('"hub"', f'"{self.solution.slug}"')
            return {name: api.answer(document, user=self.owner) for name, document in roots.items()}

    def find_other(self, answers: dict[str, Any]) -> list[str]:
        others = find_other_rows(self.solution)
        return [
            f"{root}: {place} shows {text[:60]}"
            for root, answer in answers.items()
            for place, text in texts(answer.get("data"))
            if OTHER in text.lower() or text in others
        ]

    @pytest.mark.no_cover
    def test_nothing_of_other_kinds_is_visible_by_any_root(self) -> None:
        everything = self.find_other(self.ask_all(KeyLimits()))
        roots = {each.partition(":")[0] for each in everything}
        expected = {
            "vendors",
            "categories",
            "tags",
            "reviews",
            "events",
            "collections",
            "solutions",
            "redirects",
        }
        assert roots >= {*expected, "sitemap", "useCases"}, "what is not seen without limits proves nothing"
        answers = self.ask_all(KeyLimits(kinds=(SOLUTIONS,)))
        assert answers["solution"]["data"]["solution"] is not None
        assert self.find_other(answers) == []

    def test_what_is_part_of_a_row_belongs_to_its_kind(self) -> None:
        kinds = {model._meta.label: find_kind(model) for model in (Vendor, Tag, MenuItem)}
        assert kinds == {
            "vendors.Vendor": "vendors.vendor",
            "taxonomy.Tag": "taxonomy.tag",
            "pages.MenuItem": "pages.menu",
        }
        assert find_kind(Menu) == "pages.menu" and find_kind(SiteSettings) == "pages.sitesettings"
