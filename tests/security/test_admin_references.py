"""Edit forms: a person chooses what they may see, keeps what was chosen before, and reads no name of a hidden row."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from wagtail.admin import compare
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.fields import RichTextField
from wagtail.images.edit_handlers import ImageFieldComparison
from wagtail.models import Collection, CollectionViewRestriction, PageLogEntry, ReferenceIndex
from wagtail.rich_text import RichText
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from cms.compat.wrapping import disable_wrapper
from cms.visibility.current import use_request_gate
from content_types.events.models import Event
from content_types.solutions.models import Solution
from content_types.solutions.parts import Alternative
from content_types.testing.canaries import restrict
from tests.factories.content import (
    make_document,
    make_image,
    make_site,
    make_solution,
    make_standard_page,
    make_user,
    make_vendor,
)
from tests.support.admin import sign_in_client

pytestmark = pytest.mark.django_db
HIDDEN = "hiddenword"
UNKNOWN = 987654321
INVALID = "Select a valid choice. That choice is not one of the available choices."
TARGET = "does not exist or is not visible to you"


@dataclass
class Desk:
    """A vendor's member with the own draft "Own", and rows by kind: hidden ones and public ones."""

    user: Any
    member: Client
    editor: Client
    own: Solution
    hidden: dict[str, Any]
    public: dict[str, Any]

    @property
    def address(self) -> str:
        return reverse("wagtailadmin_pages:edit", args=[self.own.pk])

    def save(self, client: Client, changes: dict[str, Any]) -> Any:
        """The answer to a form with all fields of the page."""
        return client.post(
            self.address, {**FORM, "category": self.own.category_id, "vendor": self.own.vendor_id, **changes}
        )

    def latest(self) -> Any:
        return Solution.objects.get(pk=self.own.pk).get_latest_revision()


ROWS = ("gallery_images", "pricing_plans", "attribute_values", "alternative_links", "comments")
FORM = {
    "title": "Own",
    "slug": "own",
    "summary": "What it does.",
    "status": "active",
    "body-count": "0",
    **{key: value for name in ROWS for key, value in nested_form_data({name: inline_formset([])}).items()},
}


@pytest.fixture(scope="module")
def rows(make_once: Any) -> Any:
    return make_once(make_content)


@pytest.fixture
def desk(rows: tuple[Any, ...]) -> Desk:
    member, editor, own, hidden, public = deepcopy(rows)
    return Desk(member, sign_in_client(user=member), sign_in_client(user=editor), own, hidden, public)


def make_content() -> tuple[Any, ...]:
    """A vendor's member and an editor, the member's page, and rows that the member may not see and may."""
    make_site()
    member, ours = make_user(groups=("Vendor",)), make_vendor("Ours")
    ours.members.add(member)
    ours.save()
    closed = Collection.get_first_root_node().add_child(name="Closed")
    CollectionViewRestriction.objects.create(collection=closed, restriction_type="password", password="x")
    private = make_standard_page(f"{HIDDEN} private", slug=f"{HIDDEN}-private")
    restrict(private, "groups")
    hidden = {
        "solution": make_solution(f"{HIDDEN} draft", live=False),
        "page": private,
        "image": make_image(f"{HIDDEN} picture", closed),
        "document": make_document(f"{HIDDEN} file", closed),
    }
    public = {
        "solution": make_solution("Public draft"),
        "page": make_standard_page("Public page"),
        "image": make_image("Public picture"),
        "document": make_document("Public file"),
    }
    own = make_solution("Own", vendor=ours, live=False)
    return member, make_user(groups=("Editor",)), own, hidden, public


def body(kind: str, value: dict[str, Any]) -> dict[str, Any]:
    return nested_form_data({"body": streamfield([(kind, value)])})


def link(kind: str, key: int) -> str:
    return rich_text(f'<p><a linktype="{kind}" id="{key}">the words</a></p>')


def build_list_form(*values: Any) -> dict[str, Any]:
    """What a browser sends for a list of blocks."""
    found: dict[str, Any] = {"count": str(len(values))}
    for place, value in enumerate(values):
        found[str(place)] = {"value": value, "deleted": "", "order": str(place), "id": ""}
    return found


CALL = {"title": "Go", "text": "", "label": "Go", "url": ""}
ROADS: dict[str, tuple[str, Callable[[int], dict[str, Any]]]] = {
    "logo": ("image", lambda key: {"logo": key}),
    "social image": ("image", lambda key: {"social_image": key}),
    "inline picture": (
        "image",
        lambda key: nested_form_data({"gallery_images": inline_formset([{"image": key, "caption": ""}])}),
    ),
    "inline page": (
        "solution",
        lambda key: nested_form_data({"alternative_links": inline_formset([{"alternative": key}])}),
    ),
    "picture block": ("image", lambda key: body("image", {"image": key, "alt_text": "", "caption": ""})),
    "list of structs": (
        "image",
        lambda key: body("gallery", {"images": build_list_form({"image": key, "caption": ""})}),
    ),
    "document block": ("document", lambda key: body("document", {"document": key, "label": ""})),
    "optional page block": ("page", lambda key: body("call_to_action", {**CALL, "page": key})),
    "list of pages": (
        "solution",
        lambda key: body("solution_list", {"title": "", "solutions": build_list_form(key), "note": ""}),
    ),
    "link to a page": ("page", lambda key: body("paragraph", {"text": link("page", key)})),
    "link to a draft": ("solution", lambda key: body("paragraph", {"text": link("page", key)})),
    "link to a file": ("document", lambda key: body("paragraph", {"text": link("document", key)})),
    "link in a list": (
        "page",
        lambda key: body(
            "faq", {"title": "", "items": build_list_form({"question": "Why?", "answer": link("page", key)})}
        ),
    ),
}
"""By name: the kind of row that it leads to, and the fields that a browser sends to choose the row with a key."""


def says(answer: Any) -> str:
    return answer.content.decode().lower()


@pytest.mark.parametrize("road", ROADS)
def test_a_hidden_row_is_rejected_like_an_unknown_one_and_not_named(desk: Desk, road: str) -> None:
    kind, fields = ROADS[road]
    hidden = desk.save(desk.member, fields(desk.hidden[kind].pk))
    unknown = desk.save(desk.member, fields(UNKNOWN))
    message = (TARGET if "link" in road else INVALID).lower()
    for answer in (hidden, unknown):
        assert answer.status_code == 200
        assert message in says(answer)
        assert HIDDEN not in says(answer) and "chosen, but not visible" not in says(answer)
    assert not desk.own.revisions.exists()


@pytest.mark.parametrize("road", ROADS)
def test_a_public_row_is_saved(desk: Desk, road: str) -> None:
    kind, fields = ROADS[road]
    answer = desk.save(desk.member, fields(desk.public[kind].pk))
    assert answer.status_code == 302, says(answer)
    assert desk.own.revisions.count() == 1


@pytest.mark.parametrize("road", ROADS)
def test_what_an_editor_chose_is_kept_and_not_named(desk: Desk, road: str) -> None:
    """The page is public, so the rows of the change have no keys yet, and are sent as new ones."""
    Solution.objects.filter(pk=desk.own.pk).update(live=True)
    kind, fields = ROADS[road]
    sent = fields(desk.hidden[kind].pk)
    assert desk.save(desk.editor, sent).status_code == 302
    before = desk.latest().content
    form = says(desk.member.get(desk.address))
    assert HIDDEN not in form and str(desk.hidden[kind].pk) in form
    again = desk.save(desk.member, {**sent, "summary": "Changed."})
    assert (again.status_code, HIDDEN in says(again)) == (302, False)
    after = desk.latest().content
    assert after["summary"] == "Changed."
    assert keys_in(after) == keys_in(before) != set()


def test_a_stored_row_is_kept_by_its_key(desk: Desk) -> None:
    hidden = desk.hidden["solution"]
    row = Alternative.objects.create(page=desk.own, alternative=hidden)
    rows = inline_formset([{"id": row.pk, "alternative": hidden.pk}], initial=1)
    answer = desk.save(desk.member, nested_form_data({"alternative_links": rows}))
    assert answer.status_code == 302, says(answer)
    assert list(
        Solution.objects.get(pk=desk.own.pk).alternative_links.values_list("alternative", flat=True)
    ) == [hidden.pk]


def link_data(desk: Desk, features: list[str], html: str) -> str:
    return str(ContentstateConverter(features=features).from_database_format(html))


def compared_streams(*streams: list[Any]) -> str:
    versions = [Solution(body=body) for body in streams]
    return str(compare.StreamFieldComparison(Solution._meta.get_field("body"), *versions).htmldiff())


def compared_block(desk: Desk) -> str:
    values = [{**CALL, "page": key} for key in (None, desk.hidden["page"].pk)]
    return compared_streams(*([{"type": "call_to_action", "value": each, "id": "same"}] for each in values))


def new_lists(desk: Desk) -> str:
    solutions = {"title": "", "solutions": [desk.hidden["solution"].pk], "note": ""}
    gallery = {"images": [{"image": desk.hidden["image"].pk, "caption": ""}]}
    blocks = [("solution_list", solutions), ("gallery", gallery)]
    return compared_streams([], [{"type": kind, "value": value, "id": kind} for kind, value in blocks])


def streams_without_ids(desk: Desk) -> str:
    file = {"document": desk.hidden["document"].pk, "label": ""}
    return compared_streams([], [{"type": "document", "value": file}])


def compared_field(comparison: Any, name: str, **values: Any) -> str:
    return str(comparison(Solution._meta.get_field(name), Solution(), Solution(**values)).htmldiff())


def compared_rows(desk: Desk) -> str:
    field = Alternative._meta.get_field("alternative")
    row = Alternative(alternative=desk.hidden["solution"])
    return str(compare.ForeignObjectComparison(field, Alternative(), row).htmldiff())


def compared_list(desk: Desk) -> str:
    events = [Event(), Event()]
    events[1].related_solutions.set([desk.hidden["solution"]])
    return str(compare.M2MFieldComparison(Event._meta.get_field("related_solutions"), *events).htmldiff())


def history(desk: Desk) -> str:
    hidden = desk.hidden["page"]
    data = {"source": {"id": hidden.pk, "title": hidden.title}, "page": {"id": desk.own.pk, "title": "Own"}}
    return str(PageLogEntry(page=desk.own, action="wagtail.copy", data=data).message)


def preview(desk: Desk) -> str:
    return str(RichText(f'<p><a linktype="page" id="{desk.hidden["page"].pk}">x</a></p>'))


def page_link(desk: Desk) -> str:
    html = f'<p><a linktype="page" id="{desk.hidden["page"].pk}">x</a></p>'
    return link_data(desk, ["link"], html)


def file_link(desk: Desk) -> str:
    file = desk.hidden["document"]
    html = f'<p><a linktype="document" id="{file.pk}">x</a></p>'
    return link_data(desk, ["document-link"], html).replace(file.url, HIDDEN)


def picture_embed(desk: Desk) -> str:
    picture = desk.hidden["image"]
    html = f'<embed embedtype="image" id="{picture.pk}" format="left" alt="x"/>'
    return link_data(desk, ["image"], html).replace(Path(picture.file.name).stem, HIDDEN)


SHOWN: dict[str, Callable[[Desk], str]] = {
    "hide_page_link": page_link,
    "hide_document_link": file_link,
    "hide_rich_text_image": picture_embed,
    "strip_hidden_targets": preview,
    "mask_compared_rows": compared_rows,
    "mask_compared_pictures": lambda desk: compared_field(
        ImageFieldComparison, "logo", logo=desk.hidden["image"]
    ),
    "mask_compared_lists": compared_list,
    "mask_compared_blocks": compared_block,
    "mask_drawn_block": new_lists,
    "mask_streams_without_ids": streams_without_ids,
    "mask_history": history,
}
"""What is shown of hidden rows, by the name of the wrapper that guards it."""
ACCEPTED = {
    "check_choice": ("picture block", "hidden"),
    "keep_unknown_choice": ("optional page block", "unknown"),
    "check_rich_text_block": ("link to a page", "hidden"),
}
"""What Wagtail alone saves."""


@pytest.mark.parametrize("wrapper", SHOWN)
def test_hidden_rows_are_not_named(desk: Desk, rf: Any, wrapper: str) -> None:
    with asking(rf, desk.user):
        assert HIDDEN not in SHOWN[wrapper](desk).lower()
    with asking(rf, make_user(groups=("Editor",))):
        assert HIDDEN in SHOWN[wrapper](desk).lower()


@pytest.mark.parametrize("wrapper", SHOWN)
def test_wagtail_alone_names_them(desk: Desk, rf: Any, wrapper: str) -> None:
    """Fails when Wagtail hides them by itself: then the wrapper can go."""
    if wrapper == "mask_compared_pictures":  # stands in for what Wagtail cannot draw
        with disable_wrapper(wrapper), asking(rf, desk.user), pytest.raises(ValueError, match="Image"):
            SHOWN[wrapper](desk)
        return
    with disable_wrapper(wrapper), asking(rf, desk.user):
        assert HIDDEN in SHOWN[wrapper](desk).lower()


@pytest.mark.parametrize("wrapper", ACCEPTED)
def test_wagtail_alone_saves_what_may_not_be_chosen(desk: Desk, wrapper: str) -> None:
    road, which = ACCEPTED[wrapper]
    kind, fields = ROADS[road]
    key = UNKNOWN if which == "unknown" else desk.hidden[kind].pk
    with disable_wrapper(wrapper):
        assert desk.save(desk.member, fields(key)).status_code == 302


def test_without_the_row_that_is_edited_nothing_is_kept(desk: Desk) -> None:
    kind, fields = ROADS["picture block"]
    sent = fields(desk.hidden[kind].pk)
    assert desk.save(desk.editor, sent).status_code == 302
    with disable_wrapper("remember_edited_row"):
        assert desk.save(desk.member, sent).status_code == 200
    assert desk.save(desk.member, sent).status_code == 302


def test_a_plain_rich_text_field_rejects_hidden_targets(desk: Desk, rf: Any) -> None:
    """For page types of plugins; ours have rich text in blocks alone."""
    html = f'<p><a linktype="page" id="{desk.hidden["page"].pk}">the words</a></p>'
    with asking(rf, desk.user), pytest.raises(ValidationError, match="the words"):
        RichTextField(blank=True).clean(html, None)
    with asking(rf, desk.user), disable_wrapper("check_rich_text_field"):
        assert RichTextField(blank=True).clean(html, None) == html
    with asking(rf, make_user(groups=("Editor",))):
        assert RichTextField(blank=True).clean(html, None) == html


def asking(rf: Any, user: Any) -> Any:
    """Whatever is answered inside is answered to this person."""
    request = rf.get("/admin/")
    request.user = user
    return use_request_gate(request)


def keys_in(content: dict[str, Any]) -> set[tuple[int, str]]:
    """What a revision refers to, without the ids of blocks and child rows."""
    version = Solution.from_serializable_data(content)
    return {(kind, key) for kind, key, *_ in ReferenceIndex._extract_references_from_object(version)}
