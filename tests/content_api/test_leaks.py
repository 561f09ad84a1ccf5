"""Planted words in everything hidden: nobody without the right ever reads one, by any root or relation."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django.contrib.auth.models import Group
from django.test import Client, TestCase, override_settings
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection as MediaCollection, CollectionViewRestriction, Page, PageViewRestriction

from content_api.ids import global_id
from content_api.schema import build_schema
from content_types.pages.models import Menu, MenuItem
from content_types.solutions.parts import Alternative, GalleryImage
from tests.content_api.client import ask, post
from tests.content_api.crawl import root_query
from tests.factories.content import (
    make_collection,
    make_document,
    make_event,
    make_image,
    make_review,
    make_site,
    make_solution,
    make_standard_page,
    make_user,
    make_vendor,
)

NOW = datetime.now(UTC)
ROOTS = {
    "solution": '(slug: "hub")',
    "solutions": "(first: 100)",
    "vendor": '(slug: "open")',
    "vendors": "(first: 100)",
    "category": '(slug: "models")',
    "categories": "(first: 100)",
    "tags": "(first: 100)",
    "useCases": "",
    "event": '(slug: "meeting")',
    "events": "(first: 100)",
    "reviews": "(first: 100)",
    "collection": '(slug: "list")',
    "collections": "(first: 100)",
    "page": '(path: "/")',
    "redirects": "(first: 100)",
    "site": "",
    "search": '(query: "canary OR hub")',
    "suggest": '(query: "can")',
}
SINGLE_LOOKUPS = ("node", "viewer", "useCase")
"""Roots that need an id of something hidden, or that hold nothing but the caller: tested by name below."""

VIEWERS = ("anonymous", "visitor", "editor")
HIDDEN_FROM_ALL = (
    "draftcanary", "changecanary", "privatecanary", "childcanary", "passwordcanary", "pictcanary", "subpictcanary",
    "doccanary", "othersitecanary", "scheduledcanary", "expiredcanary", "vendorcanary", "expiredvendorcanary",
    "pendingcanary", "rejectedcanary", "replycanary", "tagcanary", "membercanary",
)  # fmt: skip
FOR_MEMBERS = "membercanary"
FOR_SIGNED_IN = "signedincanary"


class Leaks(TestCase):
    """A live hub points to every hidden thing in every way that an editor can make it point."""

    @classmethod
    def setUpTestData(cls) -> None:
        cls.site = make_site()
        cls.users = {
            "visitor": make_user("visitor"),
            "editor": make_user("editor", groups=("Editors",), is_staff=True),
        }
        cls.hidden = plant(cls.site)

    def client_of(self, viewer: str) -> Client:
        client = Client()
        if viewer in self.users:
            client.force_login(self.users[viewer])
        return client

    @override_settings(CONTENT_API={**__import__("django.conf").conf.settings.CONTENT_API, "MAX_TOKENS": 500_000,
                                    "MAX_BODY": 10**7})  # fmt: skip
    def test_no_root_or_relation_shows_a_planted_word(self) -> None:
        for viewer in VIEWERS:
            for root, given in ROOTS.items():
                with self.subTest(root=root, viewer=viewer):
                    answer = post(self.client_of(viewer), root_query(build_schema(), root, given))
                    assert "errors" not in answer, answer["errors"][:3]
                    text = str(answer["data"]).lower()
                    assert [word for word in HIDDEN_FROM_ALL if word in text] == []
                    assert viewer != "anonymous" or FOR_SIGNED_IN not in text

    def test_every_root_is_in_the_table(self) -> None:
        assert set(build_schema().query_type.fields) == {*ROOTS, *SINGLE_LOOKUPS}

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


def plant(site: Any) -> dict[str, Any]:
    """Everything hidden, by name; the hub that points to all of it is live."""
    hidden = {**plant_pages(site), **plant_media(), **plant_snippets()}
    pages = [row for row in hidden.values() if isinstance(row, Page)]
    solutions = [
        page for page in pages if page.slug.endswith("canary") and hasattr(page, "alternative_links")
    ]
    hub = make_solution("Hub", vendor=hidden["vendor"], logo=hidden["picture"], body=body(pages, hidden))
    for target in solutions:
        Alternative.objects.create(page=hub, alternative=target)
        Redirect.objects.create(old_path=f"/old-{target.pk}", redirect_page=target, site=site)
    GalleryImage.objects.create(page=hub, image=hidden["subpicture"], caption="")
    make_collection("List", solutions=(hub, *solutions))
    event = make_event("Meeting", organiser=hidden["vendor"])
    event.related_solutions.set([hub, *solutions])
    event.save()
    change(hub)
    plant_menu(pages)
    return hidden | plant_reviews(hub)


def plant_pages(site: Any) -> dict[str, Any]:
    private = make_standard_page("privatecanary")
    made = {
        "draft": make_solution("draftcanary", live=False, tags=("tagcanary",)),
        "scheduled": make_solution("scheduledcanary", live=False, go_live_at=NOW + timedelta(days=1)),
        "expired": make_solution("expiredcanary", expire_at=NOW - timedelta(minutes=1)),
        "password": make_solution("passwordcanary"),
        "private": private,
        "child": make_standard_page("childcanary", under=private),
        "other": make_standard_page(
            "othersitecanary", under=make_site("other.example", default=False).root_page
        ),
    }
    members = Group.objects.create(name="Members")
    group = PageViewRestriction.objects.create(page=private, restriction_type="groups")
    group.groups.add(Group.objects.create(name="Nobody"))
    PageViewRestriction.objects.create(page=made["password"], restriction_type="password", password="x")
    PageViewRestriction.objects.create(
        page=make_solution(FOR_SIGNED_IN, slug="signed-in"), restriction_type="login"
    )
    area = PageViewRestriction.objects.create(
        page=make_standard_page(FOR_MEMBERS, slug="members"), restriction_type="groups"
    )
    area.groups.add(members)
    return made


def plant_media() -> dict[str, Any]:
    root = MediaCollection.get_first_root_node()
    private = root.add_child(name="Private")
    child = private.add_child(name="Below")
    CollectionViewRestriction.objects.create(collection=private, restriction_type="password", password="x")
    return {
        "picture": make_image("pictcanary", private),
        "subpicture": make_image("subpictcanary", child),
        "document": make_document("doccanary", child),
    }


def plant_snippets() -> dict[str, Any]:
    make_vendor("Open")
    return {
        "vendor": make_vendor("vendorcanary", live=False),
        "expired_vendor": make_vendor("expiredvendorcanary", expire_at=NOW - timedelta(minutes=1)),
    }


def plant_reviews(hub: Any) -> dict[str, Any]:
    shown = make_review(hub, title="Fine")
    shown.reply = type(shown).reply.related.related_model.objects.create(review=shown, body="replycanary")
    return {
        "pending": make_review(hub, title="pendingcanary", state="pending"),
        "rejected": make_review(hub, title="rejectedcanary", state="rejected"),
    }


def change(hub: Any) -> None:
    """An unpublished change of a live page."""
    hub.title, hub.summary = "changecanary", "changecanary"
    hub.save_revision()


def plant_menu(pages: list[Any]) -> None:
    menu = Menu.objects.create(handle="main", title="Main", locale=pages[0].locale)
    for place, page in enumerate(pages):
        MenuItem.objects.create(menu=menu, label="Item", page=page, sort_order=place)


def body(pages: list[Any], hidden: dict[str, Any]) -> list[tuple[str, Any]]:
    links = "".join(f'<p><a linktype="page" id="{page.pk}">the hidden page</a></p>' for page in pages)
    document = f'<p><a linktype="document" id="{hidden["document"].pk}">the file</a></p>'
    return [
        ("paragraph", {"text": links + document}),
        ("image", {"image": hidden["picture"], "alt_text": "", "caption": ""}),
        ("call_to_action", {"title": "Go", "text": "", "label": "Go", "page": hidden["private"], "url": ""}),
        ("solution_list", {"title": "See", "solutions": [hidden["draft"], hidden["expired"]], "note": ""}),
    ]
