"""Every cell of the table of rights, walked as the caller of its column: in the admin, by GraphQL and by API v3."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from graphql_relay import to_global_id
from wagtail.models import PageViewRestriction

from cms.declarations.scopes import ACTIONS
from cms.identity.api_keys import KeyLimits, create_key
from cms.identity.management.commands import roles_reference
from cms.identity.models import ApiKey, User
from cms.identity.rights import API_CLIENT, RightRegistry, Road, list_callers, rights
from cms.identity.roles import EDITOR
from content_types.events.models import Registration
from content_types.vendors.claims.models import VendorClaim
from content_types.vendors.roles import VENDOR
from tests.factories.content import (
    make_category,
    make_event,
    make_review,
    make_site,
    make_solution,
    make_standard_page,
    make_user,
    make_vendor,
)
from tests.support.admin import confirm_client

pytestmark = pytest.mark.django_db
COLUMNS = ("Anonymous", "Visitor", "Administrator", "Editor", "Moderator", "Vendor", "API client")


@dataclass
class World:
    """A caller, and the objects of the table. person: None for who has not signed in. is_member: of the own vendor."""

    client: Client
    person: User | None
    token: str = ""
    is_member: bool = False

    def __post_init__(self) -> None:
        self.site = make_site()
        make_category("Tools")
        ours = make_vendor("Ours")
        if self.is_member:
            ours.members.add(self.person)
            ours.save()
        self.own, self.other = make_solution("Own", vendor=ours), make_solution("Other", vendor=make_vendor())
        self.draft, self.event = make_solution("Draft", live=False), make_event("Meeting")
        self.open = make_standard_page("Open")
        self.members, self.closed = make_standard_page("Members"), make_standard_page("Closed")
        PageViewRestriction.objects.create(page=self.members, restriction_type=PageViewRestriction.LOGIN)
        rule = PageViewRestriction.objects.create(
            page=self.closed, restriction_type=PageViewRestriction.GROUPS
        )
        rule.groups.add(Group.objects.create(name="Board"))
        self.reviews = [make_review(each) for each in (self.own, self.other)]
        self.waiting = make_review(self.own, state="pending")

    def answer(self, query: str, **variables: Any) -> Any:
        """The value of the first root field; None where it was refused."""
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        body = {"query": query, "variables": variables}
        answer = self.client.post("/graphql", body, content_type="application/json", headers=headers).json()
        assert {each["extensions"]["code"] for each in answer.get("errors", ())} <= {
            "FORBIDDEN",
            "UNAUTHENTICATED",
        }
        return next(iter((answer.get("data") or {None: None}).values()))

    def change(self, name: str, given: str) -> bool:
        """Whether a mutation was done; it may be refused for who asks, and for nothing else."""
        argument = f"(input: {{{given}}})" if given else ""
        payload = self.answer(f"mutation {{ {name}{argument} {{ errors {{ code }} }} }}")
        codes = [error["code"] for error in payload["errors"]]
        assert set(codes) <= {"UNAUTHENTICATED", "FORBIDDEN", "NOT_FOUND"}, (name, codes)
        return not codes

    def call(self, method: str, path: str, data: Any = None) -> bool:
        """Whether API v3 did it, by the key of the caller; it may be refused for who asks, and for nothing else."""
        token = self.token or (make_full_key(self.person) if self.person else "")
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        sent = {"data": "" if data is None else data, "content_type": "application/json"}
        body = {} if method == "get" else sent
        answer = getattr(Client(), method)(f"/api/v3/{path}", headers=headers, **body)
        status, self.shown = answer.status_code, json.loads(answer.content or "{}")
        assert status in (200, 201, 204, 401, 403, 404), status
        return status < 300

    def open_page(self, address: str) -> bool:
        headers = {"X-Requested-With": "XMLHttpRequest"}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        return self.client.get(address, headers=headers).status_code == 200


def make_full_key(person: User) -> str:
    """A key that is limited by the rights of its owner alone."""
    actions = [name for name, _label in ACTIONS]
    return create_key(f"key-{ApiKey.objects.count()}", person, KeyLimits(reads_drafts=True, actions=actions))[
        1
    ]


def make_world(column: str) -> World:
    """The world of a column of the table."""
    client = Client()
    if column == "Anonymous":
        return World(client, None)
    if column == API_CLIENT:
        owner = make_user("owner", groups=(EDITOR.name,), is_staff=True)
        return World(client, owner, create_key("machine", owner, KeyLimits(reads_drafts=True))[1])
    person = make_user(
        "caller", groups=() if column == "Visitor" else (column,), is_staff=column != "Visitor"
    )
    client.force_login(person)
    confirm_client(client)
    return World(client, person, is_member=column == VENDOR.name)


def page_at(name: str, *args: Any) -> Callable[[World], bool]:
    return lambda world: world.open_page(reverse(name, args=args))


def edit(find: Callable[[World], Any], verb: str = "edit") -> Callable[[World], bool]:
    return lambda world: world.open_page(reverse(f"wagtailadmin_pages:{verb}", args=[find(world).pk]))


def add_solution(world: World) -> bool:
    parent = world.own.get_parent().pk
    return world.open_page(reverse("wagtailadmin_pages:add", args=["solutions", "solution", parent]))


def approve_review(world: World) -> bool:
    return world.open_page(f"/admin/bulk/reviews/review/approve/?id={world.waiting.pk}&next=/admin/")


def make_claim(world: World) -> VendorClaim:
    end = timezone.now() + timedelta(days=1)
    return VendorClaim.objects.create(vendor=world.other.vendor, claimant=make_user(), expires_at=end)


def approve_claim(world: World) -> bool:
    claim = make_claim(world)
    world.client.post(reverse("vendor_claims:decide", args=[claim.pk]), {"decision": "approve"})
    return VendorClaim.objects.get(pk=claim.pk).state == "approved"


ADMIN: dict[str, Callable[[World], bool]] = {
    "Enter the admin": page_at("wagtailadmin_home"),
    "Open the list of images": page_at("wagtailimages:index"),
    "Add an image": page_at("wagtailimages:add"),
    "Open the list of documents": page_at("wagtaildocs:index"),
    "Choose a person": page_at("person_chooser:choose"),
    "Open the list of API keys": page_at("api_keys:index"),
    "Open the list of consents": page_at("consents:index"),
    "Open the list of users": page_at("wagtailusers_users:index"),
    "Open the list of roles": page_at("wagtailusers_groups:index"),
    "Open the list of redirects": page_at("wagtailredirects:index"),
    "Open the list of sites": page_at("wagtailsites:index"),
    "Open the list of plugins": page_at("plugins:index"),
    "Open the list of trusted documents": page_at("trusted_documents:index"),
    "Open the list of solutions": page_at("solutions:index"),
    "Edit a solution of the own vendor": edit(lambda world: world.own),
    "Edit a solution of another vendor": edit(lambda world: world.other),
    "Add a solution": add_solution,
    "Delete a solution of the own vendor": edit(lambda world: world.own, "delete"),
    "Unpublish a solution of the own vendor": edit(lambda world: world.own, "unpublish"),
    "Open the list of events": page_at("events:index"),
    "Edit an event": edit(lambda world: world.event),
    "Open the list of registrations": page_at("registrations:index"),
    "Open the list of vendors": page_at("wagtailsnippets_vendors_vendor:list"),
    "Add a vendor": page_at("wagtailsnippets_vendors_vendor:add"),
    "Open the list of categories": page_at("wagtailsnippets_taxonomy_category:list"),
    "Open the list of tags": page_at("wagtailsnippets_taxonomy_tag:list"),
    "Add a use case": page_at("wagtailsnippets_taxonomy_usecase:add"),
    "Edit the home page": edit(lambda world: world.site.root_page),
    "Open the list of menus": page_at("wagtailsnippets_pages_menu:list"),
    "Change the settings of a site": lambda world: world.open_page(
        reverse("wagtailsettings:edit", args=["pages", "sitesettings", world.site.pk])
    ),
    "Open the list of reviews": page_at("reviews:index"),
    "Look at a review": lambda world: world.open_page(reverse("reviews:inspect", args=[world.waiting.pk])),
    "Approve a review": approve_review,
    "Add a review": page_at("reviews:add"),
    "Open the list of replies": page_at("replies:index"),
    "Open the list of decisions": page_at("decisions:index"),
    "Open the list of vendor claims": page_at("vendor_claims:index"),
    "Approve a vendor claim": approve_claim,
}


def key(row: Any) -> str:
    return f'"{to_global_id(type(row).__name__, row.pk)}"'


def read_node(find: Callable[[World], Any]) -> Callable[[World], bool]:
    return lambda world: world.answer(f"{{ node(id: {key(find(world))}) {{ id }} }}") is not None


def read_visits(find: Callable[[World], Any]) -> Callable[[World], bool]:
    def probe(world: World) -> bool:
        return (
            world.answer(f"{{ solution(id: {key(find(world))}) {{ stats {{ views }} }} }}")["stats"]
            is not None
        )

    return probe


def edit_review(world: World, author: User) -> bool:
    row = make_review(make_solution(), author=author)
    return world.change("editReview", f'id: {key(row)}, title: "New"')


def reply(place: int) -> Callable[[World], bool]:
    return lambda world: world.change(
        "replyToReview", f'review: {key(world.reviews[place])}, body: "Thanks."'
    )


def cancel_other(world: World) -> bool:
    row = Registration.objects.create(
        event=world.event, user=make_user(), name="Eve", email="eve@example.org"
    )
    return world.change("cancelRegistration", f"id: {key(row)}")


API: dict[str, Callable[[World], bool]] = {
    "Read a public page": read_node(lambda world: world.open),
    "Read a page for people who are signed in": read_node(lambda world: world.members),
    "Read a page for a group that they are not in": read_node(lambda world: world.closed),
    "Read a draft of a solution": read_node(lambda world: world.draft),
    "Read a review that waits": read_node(lambda world: world.waiting),
    "Read the visits of a solution of the own vendor": read_visits(lambda world: world.own),
    "Read the visits of a solution of another vendor": read_visits(lambda world: world.other),
    "Read their own account (`viewer`)": lambda world: world.answer("{ viewer { id email } }") is not None,
    "Change their profile": lambda world: world.change("updateProfile", 'displayName: "Ada"'),
    "Get a copy of their data": lambda world: world.change("exportMyData", ""),
    "Write a review": lambda world: world.change(
        "submitReview", f'solution: {key(world.other)}, rating: 4, title: "Good", body: "It works."'
    ),
    "Edit their own review": lambda world: edit_review(world, world.person or make_user()),
    "Edit the review of another person": lambda world: edit_review(world, make_user()),
    "Vote on a review": lambda world: world.change(
        "voteReview", f"review: {key(world.reviews[1])}, helpful: true"
    ),
    "Report a review": lambda world: world.change(
        "reportReview", f"review: {key(world.reviews[1])}, reason: FAKE"
    ),
    "Reply to a review of the own vendor": reply(0),
    "Reply to a review of another vendor": reply(1),
    "Register for an event": lambda world: world.change(
        "registerForEvent", f'event: {key(world.event)}, name: "A"'
    ),
    "Cancel the registration of another person": cancel_other,
    "Claim a vendor": lambda world: world.change("claimVendor", f"vendor: {key(world.other.vendor)}"),
    "Withdraw the claim of another person": lambda world: world.change(
        "withdrawVendorClaim", f"id: {key(make_claim(world))}"
    ),
}


def call_page(
    method: str, find: Callable[[World], Any], action: str = "", data: Any = None
) -> Callable[[World], bool]:
    return lambda world: world.call(method, f"pages/{find(world).pk}/{action}", data)


def create_solution(world: World) -> bool:
    meta = {"type": "solutions.Solution", "parent_id": world.own.get_parent().pk}
    given = {"title": "New", "summary": "What it does.", "category_id": world.own.category_id}
    return world.call("post", "pages/", {"meta": meta, **given})


def read_whole(find: Callable[[World], Any]) -> Callable[[World], bool]:
    """Whether the body of a page and its tags are among the fields that are shown."""
    return lambda world: (
        world.call("get", f"pages/{find(world).pk}/") and world.shown.keys() >= {"body", "tags"}
    )


def revert(find: Callable[[World], Any]) -> Callable[[World], bool]:
    """Whether the first version of a solution of a vendor is taken up again."""

    def probe(world: World) -> bool:
        page = make_solution(vendor=find(world))
        version = page.save_revision()
        return world.call("post", f"pages/{page.pk}/actions/revert/", {"revision_id": version.pk})

    return probe


def plan(world: World) -> bool:
    page = make_solution(vendor=world.own.vendor)
    later = (timezone.now() + timedelta(days=3)).isoformat()
    return world.call("patch", f"pages/{page.pk}/", {"meta": {"action": "publish"}, "go_live_at": later})


def move(world: World) -> bool:
    page = make_solution(vendor=world.own.vendor)
    return world.call("post", f"pages/{page.pk}/actions/move/", {"destination_id": page.get_parent().pk})


BODY = {"body": [{"type": "divider", "value": {"style": "line"}}]}
EDITORIAL: dict[str, Callable[[World], bool]] = {
    "Read the body of a solution of the own vendor": read_whole(lambda world: world.own),
    "Read the body of a solution of another vendor": read_whole(lambda world: world.other),
    "Read changes of a solution of the own vendor that are not published": call_page(
        "get", lambda world: world.own, "?draft=true"
    ),
    "Read changes of a solution of another vendor that are not published": call_page(
        "get", lambda world: world.other, "?draft=true"
    ),
    "Change the body of a solution of the own vendor": call_page("patch", lambda world: world.own, data=BODY),
    "Change the body of a solution of another vendor": call_page(
        "patch", lambda world: world.other, data=BODY
    ),
    "Read a public page": call_page("get", lambda world: world.open),
    "Read a page for people who are signed in": call_page("get", lambda world: world.members),
    "Read a page for a group that they are not in": call_page("get", lambda world: world.closed),
    "Change the home page": call_page("patch", lambda world: world.site.root_page, data={"title": "Home"}),
    "Read a draft of a solution": call_page("get", lambda world: world.draft),
    "Create a solution": create_solution,
    "Change a solution of the own vendor": call_page(
        "patch", lambda world: world.own, data={"summary": "New."}
    ),
    "Change a solution of another vendor": call_page(
        "patch", lambda world: world.other, data={"summary": "New."}
    ),
    "List the versions of a solution of the own vendor": call_page(
        "get", lambda world: world.own, "revisions/"
    ),
    "List the versions of a solution of another vendor": call_page(
        "get", lambda world: world.other, "revisions/"
    ),
    "Take up an older version of a solution of the own vendor": revert(lambda world: world.own.vendor),
    "Take up an older version of a solution of another vendor": revert(lambda world: world.other.vendor),
    "Plan when a solution of the own vendor goes live": plan,
    "Publish a solution of the own vendor": call_page("post", lambda world: world.own, "actions/publish/"),
    "Move a solution of the own vendor": move,
    "Copy a solution of the own vendor": call_page("post", lambda world: world.own, "actions/copy/", {}),
    "Delete a solution of the own vendor": call_page(
        "delete", lambda world: make_solution(vendor=world.own.vendor)
    ),
}
PROBES = {Road.ADMIN: ADMIN, Road.API: API, Road.EDITORIAL: EDITORIAL}


def test_the_columns_are_all_callers_of_the_table() -> None:
    assert tuple(list_callers()) == COLUMNS


@pytest.mark.parametrize("road", list(Road))
def test_every_line_of_the_table_is_walked(road: Road) -> None:
    assert [right.action for right in rights.list_rights(road)] == sorted(PROBES[road])


@pytest.mark.parametrize("road", list(Road))
@pytest.mark.parametrize("column", COLUMNS)
def test_every_cell_is_as_the_table_says(road: Road, column: str) -> None:
    world, lines = make_world(column), rights.list_rights(road)
    allowed = {right.action: PROBES[road][right.action](world) for right in lines}
    assert allowed == {right.action: right.admits(column) for right in lines}


def test_a_member_of_a_vendor_without_a_role_may_reply_and_enters_no_admin() -> None:
    client = Client()
    client.force_login(member := make_user())
    world = World(client, member, is_member=True)
    assert reply(0)(world) and not page_at("wagtailadmin_home")(world)


def test_a_line_declared_twice_is_refused_naming_both() -> None:
    own = RightRegistry()
    own.declare_rights("kinds.talks", Road.API, {"Give a talk": {VENDOR}})
    with pytest.raises(ImproperlyConfigured, match=r"“Give a talk” .* by kinds.talks and by kinds.juries"):
        own.declare_rights("kinds.juries", Road.API, {"Give a talk": ()})


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(roles_reference, "TARGET", tmp_path / "roles.md")
    return tmp_path / "roles.md"


def test_the_page_is_written_and_checked(page: Path) -> None:
    with pytest.raises(CommandError, match="make docs"):
        call_command("roles_reference", "--check")
    call_command("roles_reference")
    call_command("roles_reference", "--check")
    assert "| Enter the admin | – | – | yes | yes | yes | yes | – |" in page.read_text()


def test_the_committed_page_is_current() -> None:
    call_command("roles_reference", "--check")
