"""Planted words in everything hidden: nobody without the right ever reads one, by any root or relation."""

from __future__ import annotations

from django.test import Client, TestCase
from wagtail.models import Page

from cms.hooks.contributions import GraphQLQuery
from cms.hooks.runtime import platform
from cms.testing.api import Api
from content_api.ids import global_id
from content_api.schema import build_schema
from content_api.testing.leaks import LOOKUPS, ROOTS, VIEWERS, planted_oracle
from content_types.testing.canaries import FOR_MEMBERS, FOR_SIGNED_IN
from tests.content_api.client import ask
from tests.factories.content import make_site, make_user


class Leaks(TestCase):
    """A live hub points to every hidden thing in every way that an editor can make it point."""

    @classmethod
    def setUpTestData(cls) -> None:
        cls.oracle = planted_oracle(Api(), make_site())
        cls.users, cls.hidden = cls.oracle.users, cls.oracle.hidden

    def client_of(self, viewer: str) -> Client:
        client = Client()
        if viewer in self.users:
            client.force_login(self.users[viewer])
        return client

    def test_no_root_or_relation_shows_a_planted_word(self) -> None:
        self.oracle.check()

    def test_every_root_is_in_the_table(self) -> None:
        of_plugins = {each.item.name for each in platform().contributions(GraphQLQuery)}
        assert set(build_schema().query_type.fields) - of_plugins == {*ROOTS, *LOOKUPS}

    def test_what_a_restriction_admits_is_shown(self) -> None:
        """The refusals above mean something: the same fields show what their viewer may see."""
        member = make_user("member", groups=("Members",))
        query = '{ page(path: "/members/") { title } solution(slug: "signed-in") { title } }'
        self.client.force_login(member)
        assert ask(self.client, query) == {
            "page": {"title": FOR_MEMBERS}, "solution": {"title": FOR_SIGNED_IN},
        }  # fmt: skip

    def test_ids_and_addresses_of_hidden_things_answer_null(self) -> None:
        for name, row in self.hidden.items():
            for viewer in VIEWERS:
                with self.subTest(name=name, viewer=viewer):
                    data = ask(
                        self.client_of(viewer), "query($id: ID!) { node(id: $id) { id } }", id=global_id(row)
                    )
                    assert data == {"node": None}
                    if isinstance(row, Page):
                        query = "query($path: String!) { page(path: $path) { title } }"
                        assert ask(self.client_of(viewer), query, path=f"/solutions/{row.slug}/") == {
                            "page": None
                        }

    def test_filters_and_counts_know_nothing_of_hidden_rows(self) -> None:
        query = """{
          vendor: solutions(filter: {vendor: ["vendorcanary"]}) { totalCount }
          tag: solutions(filter: {tags: ["tagcanary"]}) { totalCount }
          event: events(filter: {solution: ["draftcanary"]}) { totalCount }
          review: reviews(filter: {solution: ["draftcanary"]}) { totalCount }
          search(query: "draftcanary OR changecanary OR vendorcanary OR tagcanary OR pendingcanary") {
            totalCount facets { values { value count } }
          }
          suggest(query: "draft") { text }
          tags(query: "tagcanary") { totalCount }
        }"""
        data = ask(self.client, query)
        assert {name: data[name]["totalCount"] for name in data if name != "suggest"} == dict.fromkeys(
            ("vendor", "tag", "event", "review", "search", "tags"), 0
        )
        assert data["suggest"] == [] and all(facet["values"] == [] for facet in data["search"]["facets"])

    def test_links_to_hidden_pages_keep_their_words_and_lose_their_target(self) -> None:
        data = ask(self.client, '{ solution(slug: "hub") { bodyHtml bodyJson } }')
        assert "the hidden page" in data["solution"]["bodyHtml"]
        assert "href" not in data["solution"]["bodyHtml"] and "/draftcanary" not in str(data)
