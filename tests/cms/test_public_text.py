"""Invisible characters: removed from every public text, whichever way it comes, unless a script or emoji needs them."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from cms.base import public_text
from cms.base.public_text import normalise_text
from content_types.reviews.models import Review, VendorReply
from content_types.solutions.models import Solution
from content_types.taxonomy.models import Tag
from content_types.vendors.models import Vendor
from tests.content_api.test_review_mutations import EDIT, SUBMIT, review_input
from tests.factories.content import make_category, make_site, make_solution, make_user
from tests.support.admin import form_at, sign_in_client
from tests.support.importing import CATEGORY, counts, ndjson, reasons, run_import, solution

KEPT = [
    "می‌خواهم",  # Persian, with a non-joiner
    "ه‍ 1405",  # a heh that is joined to nothing
    "क्‍ष क्‌ष",  # Devanagari, both joiners after a virama
    "ස්‍රී",  # Sinhala
    "ភាសា​ខ្មែរ",  # Khmer, with a zero-width space between words
    "👩‍💻 🏳️‍🌈 👩🏽‍🚀 🙂‍↔️ ❤️‍🔥",
    "🏴󠁧󠁢󠁳󠁣󠁴󠁿",
    "שלום (\u200fGPT\u200f)",
    "naïve café Ωmega 日本語 ﷺ",
]
REMOVED = [
    ("abc\u202etxt.exe", "abctxt.exe"),
    ("\u2066iso\u2069late \u202bemb\u202c", "isolate emb"),
    ("Chat\u200bGPT\u200c\u200d", "ChatGPT"),
    ("\ufeffBOM \u2060word joiner\u2063", "BOM word joiner"),
    ("soft\u00adhyphen Latin\u034f\u200e", "softhyphen Latin"),
    ("two\u2028lines", "two\nlines"),
    ("tag\U000e0041\U000e0042 🏴\U000e0067", "tag 🏴"),
    ("👩\u200d and \u200d👩", "👩 and 👩"),
    ("می\u200c\u200c\u200cخواهم", "می\u200cخواهم"),
]


@pytest.mark.parametrize("text", KEPT)
def test_joiners_that_a_script_or_an_emoji_needs_stay(text: str) -> None:
    assert normalise_text(text) == text


@pytest.mark.parametrize(("text", "expected"), REMOVED)
def test_other_invisible_characters_are_removed(text: str, expected: str) -> None:
    assert normalise_text(text) == expected
    assert normalise_text(expected) == expected


class Sliced(str):
    """A text that counts the characters which are copied out of it."""

    copied = 0

    def __getitem__(self, place: Any) -> str:
        found = super().__getitem__(place)
        self.copied += len(found)
        return found


@pytest.mark.parametrize("unit", ["a\u200e", "\u200f", "é\u202e", "a\u200d", "\u061c\u200b", "🏴\U000e0067"])
def test_the_work_grows_with_the_length_of_a_text(monkeypatch: pytest.MonkeyPatch, unit: str) -> None:
    calls = count_calls(monkeypatch, public_text, "bidirectional")
    text = Sliced(unit * 2_000)
    normalise_text(text)
    assert len(calls) <= len(text)
    assert text.copied <= 2 * len(text)


def count_calls(monkeypatch: pytest.MonkeyPatch, module: Any, name: str) -> list[Any]:
    """The first argument of every call of a function that follows."""
    calls: list[Any] = []
    called = getattr(module, name)

    def call(value: Any) -> Any:
        calls.append(value)
        return called(value)

    monkeypatch.setattr(module, name, call)
    return calls


@pytest.mark.parametrize(("length", "is_normalised"), [(400, True), (401, False), (100_000, False)])
def test_a_text_far_above_the_limit_of_its_column_is_rejected_as_it_is(
    monkeypatch: pytest.MonkeyPatch, length: int, is_normalised: bool
) -> None:
    calls = count_calls(monkeypatch, public_text, "normalise_text")
    tag = Tag(name="é" * (length - 1) + "\u200b", slug="tag")
    with pytest.raises(ValidationError) as error:
        tag.clean_fields()
    assert set(error.value.message_dict) == {"name"}
    assert any(len(text) == length for text in calls) == is_normalised


@pytest.mark.parametrize("name", ["title", "body", "pros", "cons", "reviewer_role"])
def test_a_review_far_above_a_limit_is_rejected_as_it_is(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    calls = count_calls(monkeypatch, public_text, "normalise_text")
    fields = {"title": "Good", "body": "It works.", "rating": 4, name: "é\u200e" * 20_000}
    with pytest.raises(ValidationError) as error:
        Review(**fields).full_clean(exclude=["solution", "created_at"], validate_constraints=False)
    assert set(error.value.message_dict) == {name}
    assert max(map(len, calls)) < 40_000


def test_a_reply_far_above_its_limit_is_rejected_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = count_calls(monkeypatch, public_text, "normalise_text")
    reply = VendorReply(body="é\u200e" * 20_000)
    with pytest.raises(ValidationError) as error:
        reply.full_clean(exclude=["review", "vendor", "author"], validate_constraints=False)
    assert (set(error.value.message_dict), calls) == ({"body"}, [])


@pytest.mark.django_db
def test_a_submitted_review_of_direction_marks_is_rejected(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_site()
    client.force_login(make_user("reader"))
    calls = count_calls(monkeypatch, public_text, "bidirectional")
    variables = {"input": review_input(make_solution("Tool"), body="é" + "\u200e" * 30_000)}
    answer = client.post(
        "/graphql", {"query": SUBMIT, "variables": variables}, content_type="application/json"
    ).json()
    [error] = answer["data"]["submitReview"]["errors"]
    assert (error["field"], len(calls), Review.objects.exists()) == ("body", 0, False)


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["Chat\u202eGPT", "\u200bChat\u200dGPT", "Chat\u2066GPT\ufeff"])
def test_an_import_takes_texts_without_them(tmp_path: Path, text: str) -> None:
    body = [
        {"type": "quote", "value": {"text": text}},
        {"type": "paragraph", "value": {"text": f"<p>{text}</p>"}},
    ]
    path = ndjson(tmp_path, CATEGORY, solution("x", title=text, vendor={"name": text}, body=body))
    assert reasons(run_import(path)) == []
    found = Solution.objects.get()
    assert (found.title, found.vendor.name, found.body[0].value["text"]) == ("ChatGPT",) * 3
    assert found.body[1].value["text"].source == "<p>ChatGPT</p>"
    assert counts(run_import(path)) == (0, 0, 2, 0)


@pytest.mark.django_db
def test_a_name_of_invisible_characters_alone_is_rejected(tmp_path: Path) -> None:
    run = run_import(ndjson(tmp_path, CATEGORY, solution("x", title="\u200b\u2066\ufeff")))
    assert reasons(run) == [(2, "title: This field cannot be blank.")]
    assert not Solution.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "expected"), [("Good\u202e one", "Good one"), ("\u200bGood 👩‍💻\ufeff", "Good 👩‍💻")]
)
def test_reviews_take_texts_without_them(client: Client, text: str, expected: str) -> None:
    make_site()
    client.force_login(make_user("reader"))
    fields = dict.fromkeys(("title", "body", "pros", "cons", "reviewerRole"), text)
    variables = {"input": review_input(make_solution("Tool"), **fields)}
    answer = client.post(
        "/graphql", {"query": SUBMIT, "variables": variables}, content_type="application/json"
    ).json()
    made = answer["data"]["submitReview"]["review"]
    assert made["title"] == expected
    found = Review.objects.get()
    assert {found.title, found.body, found.pros, found.cons, found.reviewer_role} == {expected}
    change = {"query": EDIT, "variables": {"input": {"id": made["id"], "body": f"{text}\u2060"}}}
    edited = client.post("/graphql", change, content_type="application/json").json()
    assert edited["data"]["editReview"]["review"]["body"] == expected


@pytest.mark.django_db
def test_the_admin_takes_names_without_them() -> None:
    client = sign_in_client()
    for model, name in ((Tag, "taxonomy_tag"), (Vendor, "vendors_vendor")):
        address = reverse(f"wagtailsnippets_{name}:add")
        form = form_at(client, address, "w-editor-form", name="Chat\u202e\u200bGPT", slug="chat-gpt")
        assert client.post(address, form | {"action-publish": "1"}).status_code == 302
        assert model.objects.values_list("name", flat=True).get() == "ChatGPT"


@pytest.mark.django_db
def test_the_editor_takes_pages_without_them() -> None:
    make_site()
    page = make_solution("Tool", category=make_category("Agents"))
    client, address = sign_in_client(), reverse("wagtailadmin_pages:edit", args=[page.pk])
    quote = {"text": "So\u2066 said", "attribution": "M\u200bira", "source_url": ""}
    form = form_at(client, address, "page-edit-form", title="Chat\u202eGPT", summary="One\u200b two")
    form.update({f"body-0-value-{name}": value for name, value in quote.items()})
    form.update(
        {
            "body-count": "1",
            "body-0-type": "quote",
            "body-0-order": "0",
            "body-0-deleted": "",
            "body-0-id": "",
        }
    )
    form["action-publish"] = "1"
    assert client.post(address, form).status_code == 302
    found = Solution.objects.get()
    assert (found.title, found.summary) == ("ChatGPT", "One two")
    assert (found.body[0].value["text"], found.body[0].value["attribution"]) == ("So said", "Mira")
    assert "\\u20" not in json.dumps(found.latest_revision.content)
