"""Synonyms and pinned pages, which editors enter, decide what a search finds and what comes first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from wagtail.models import PageViewRestriction

from cms.merging.actions import merge_records
from cms.plugins.api.search import SearchTerm
from cms.relevance.models import MAX_SYNONYMS, PinnedPage, PinnedSearch, Synonym
from cms.relevance.rules import MAX_CLAUSES, SearchRules, load_rules
from cms.search.query import parse_query
from content_types.solutions.models import Solution
from content_types.testing.factories import make_event, make_site, make_solution, make_user, make_vendor
from content_types.vendors.models import PinnedVendor
from tests.content_api.client import ask, statements

pytestmark = pytest.mark.django_db
SEARCH = "query($q: String!) { search(query: $q) { totalCount nodes { ... on Solution { title } ... on Event { title } ... on Vendor { title: name } } } }"


@pytest.fixture(autouse=True)
def site() -> None:
    make_site()


def find(client: Client, text: str) -> list[str]:
    return [node["title"] for node in ask(client, SEARCH, q=text)["search"]["nodes"]]


def add_synonym(word: str, others: str, **values: Any) -> Synonym:
    synonym = Synonym(word=word, others=others, **values)
    synonym.full_clean()
    synonym.save()
    return synonym


def pin(text: str, *pages: Any) -> PinnedSearch:
    search = PinnedSearch.objects.create(text=text)
    for place, page in enumerate(pages):
        PinnedPage.objects.create(search=search, page=page.page_ptr, sort_order=place)
    return search


def test_a_synonym_finds_the_name_that_is_meant_first(client: Client) -> None:
    for title in ("Clausal sklearn", "sklearn helper", "scikit-learn", "scikit-learn extras"):
        make_solution(title, summary="-")
    assert find(client, "sklearn") == ["sklearn helper", "Clausal sklearn"]
    add_synonym("sklearn", "scikit-learn")
    assert find(client, "sklearn")[0] == "scikit-learn" and len(find(client, "SKLearn")) == 4
    assert find(client, "scikit learn")[0] == "scikit-learn"


def test_a_name_that_is_the_text_stands_before_one_that_means_the_same(client: Client) -> None:
    for title in ("torch", "PyTorch"):
        make_solution(title, summary="-")
    add_synonym("PyTorch", "torch")
    assert find(client, "pytorch") == ["PyTorch", "torch"] and find(client, "torch") == ["torch", "PyTorch"]


@pytest.mark.parametrize(
    ("two_way", "language", "text", "titles"),
    [
        (True, "", "tts", ["Reader", "Talker tts"]),
        (True, "", "text to speech", ["Reader", "Speech writer", "Talker tts"]),
        (False, "", "tts", ["Reader", "Talker tts"]),
        (False, "", "text to speech", ["Reader", "Speech writer"]),
        (True, "en", "tts", ["Reader", "Talker tts"]),
        (True, "de", "tts", ["Talker tts"]),
        (True, "", '"tts"', ["Talker tts"]),
        (True, "", "tts -talker", ["Reader"]),
        (True, "", "good tts", ["Reader", "Talker tts"]),
    ],
)
def test_a_synonym_holds_in_its_direction_and_language(
    client: Client, two_way: bool, language: str, text: str, titles: list[str]
) -> None:
    make_solution("Talker tts", summary="A good one.")
    make_solution("Reader", summary="Good text to speech.")
    make_solution("Speech writer", summary="Good text.")
    add_synonym("tts", "text to speech", is_two_way=two_way, language=language)
    assert sorted(find(client, text)) == titles


def test_synonyms_hold_as_soon_as_they_are_saved_and_cost_no_statement(client: Client) -> None:
    make_solution("Cluster", summary="Runs on kubernetes.")
    synonym = add_synonym("k8s", "kubernetes")
    assert find(client, "k8s") == ["Cluster"]
    warm = len(statements(client, SEARCH, q="k8s"))
    synonym.delete()
    assert find(client, "k8s") == []
    assert find(client, "kubernetes") == ["Cluster"]
    assert len(statements(client, SEARCH, q="kubernetes")) == warm


def test_a_search_is_made_of_a_bounded_number_of_alternatives() -> None:
    for number in range(30):
        add_synonym(f"word{number}", ", ".join(f"other{number}x{each}" for each in range(5)))
    rules = load_rules()
    clauses = parse_query(" ".join(f"word{number}" for number in range(30)))
    expanded = rules.expand(clauses, "en")
    assert len(expanded) == MAX_CLAUSES and expanded[0] == clauses[0]
    many = parse_query(" OR ".join(f"word{number}" for number in range(30)))
    assert rules.expand(many, "en") == many
    assert SearchRules().expand(many, "en") == many


def test_a_synonym_of_several_words_is_a_phrase() -> None:
    add_synonym("asr", "speech recognition")
    (typed, meant) = load_rules().expand(parse_query("asr tools"), "en")
    assert typed == (SearchTerm(("asr",)), SearchTerm(("tools",)))
    assert meant == (SearchTerm(("speech", "recognition"), phrase=True), SearchTerm(("tools",)))


@pytest.mark.parametrize(
    ("word", "others", "message"),
    [
        ("---", "x", "no letters"),
        ("tts", "!!", "no letters"),
        ("tts", " , ", "one to 5"),
        ("tts", "a, b, c, d, e, f", "one to 5"),
        ("tts", "TTS", "mean the same"),
        ("tts", "speech, Speech", "mean the same"),
        ("tts", "one two three four five six", "too long"),
        ("x" * 61, "y", "too long"),
        ("SK-Learn", "other", "already"),
    ],
)
def test_a_synonym_that_cannot_work_is_rejected(word: str, others: str, message: str) -> None:
    add_synonym("sk learn", "scikit-learn")
    with pytest.raises(ValidationError, match=message):
        add_synonym(word, others)
    assert Synonym.objects.count() == 1


def test_there_cannot_be_more_synonyms_than_a_search_can_read() -> None:
    Synonym.objects.bulk_create(
        Synonym(word=f"w{number}", others="x", key=f"w{number}") for number in range(MAX_SYNONYMS)
    )
    with pytest.raises(ValidationError, match="Delete some first"):
        add_synonym("one more", "x")


def test_pinned_pages_come_first_in_their_order(client: Client) -> None:
    make_solution("Agent", summary="-")
    second, first = make_solution("Unrelated", summary="-"), make_event("Agent meeting")
    pin("best agent!", first, second)
    assert find(client, "Best-Agent") == ["Agent meeting", "Unrelated"]
    assert find(client, "agent") == ["Agent", "Agent meeting"]
    PinnedSearch.objects.all().delete()
    assert find(client, "best agent") == []


def pin_vendors(search: PinnedSearch, *vendors: Any) -> None:
    for place, vendor in enumerate(vendors):
        PinnedVendor.objects.create(search=search, vendor=vendor, sort_order=place)


def test_popularity_does_not_change_the_order_of_what_is_pinned(client: Client) -> None:
    first, second = (make_solution(title, summary="-") for title in ("First", "Second"))
    Solution.objects.filter(pk=second.pk).update(popularity=10**6)
    pin("agent", first, second)
    assert find(client, "agent") == ["First", "Second"]


def test_pinned_vendors_come_first_in_their_order_and_before_pages(client: Client) -> None:
    make_solution("Agent", summary="-")
    search = pin("agent", make_solution("Unrelated", summary="-"))
    pin_vendors(search, make_vendor("Zeta"), make_vendor("Acme"))
    assert find(client, "agent") == ["Zeta", "Acme", "Unrelated", "Agent"]
    PinnedVendor.objects.all().delete()
    assert find(client, "agent") == ["Unrelated", "Agent"]


def test_a_pinned_vendor_is_hidden_while_it_is_a_draft_or_other_kinds_are_asked_for(client: Client) -> None:
    acme = make_vendor("Acme")
    pin_vendors(pin("agent"), acme)
    kinds = 'query($kinds: [SearchKind!]) { search(query: "agent", kinds: $kinds) { totalCount facets { values { value count } } } }'
    found = {"totalCount": 1, "facets": [{"values": [{"value": "VENDOR", "count": 1}]}]}
    assert ask(client, kinds, kinds=["VENDOR"])["search"] == found
    assert ask(client, kinds, kinds=["EVENT"])["search"]["totalCount"] == 0
    acme.live = False
    acme.save()
    assert ask(client, kinds, kinds=["VENDOR"])["search"]["totalCount"] == 0


def test_merged_vendors_are_pinned_once(client: Client) -> None:
    kept, merged = make_vendor("Acme"), make_vendor("Acme Inc")
    pin_vendors(pin("agent"), merged, kept)
    pin_vendors(pin("robot"), merged)
    merge_records(kept, [merged], make_user(is_superuser=True))
    assert find(client, "agent") == find(client, "robot") == ["Acme"]


def test_a_pinned_page_is_shown_to_those_who_may_see_it_alone(client: Client) -> None:
    hidden, draft, shown = (make_solution(title, summary="-") for title in ("Hidden", "Draft", "Shown"))
    PageViewRestriction.objects.create(page=hidden, restriction_type=PageViewRestriction.LOGIN)
    draft.unpublish()
    pin("agent", hidden, draft, shown)
    answer = ask(client, SEARCH, q="agent")["search"]
    assert answer == {"totalCount": 1, "nodes": [{"title": "Shown"}]}
    client.force_login(make_user())
    assert find(client, "agent") == ["Hidden", "Shown"]


def test_a_pinned_page_that_the_filters_exclude_is_left_out(client: Client) -> None:
    pin("agent", make_solution("Unrelated", summary="-"), make_event("Meeting"))
    query = '{ search(query: "agent", filter: {openSource: true}) { totalCount } all: search(query: "agent", kinds: [EVENT]) { totalCount } }'
    assert ask(client, query) == {"search": {"totalCount": 0}, "all": {"totalCount": 1}}


def test_a_search_that_names_a_maker_lifts_its_solutions(client: Client) -> None:
    acme = make_vendor("Acme AI")
    make_solution("Aaa", summary="Speech for acme ai.")
    make_solution("Zzz", summary="Speech for acme ai.", vendor=acme)
    assert find(client, "acme ai speech") == ["Zzz", "Aaa"] and find(client, "speech") == ["Aaa", "Zzz"]
    acme.live = False
    acme.save()
    assert find(client, "acme ai speech") == ["Aaa", "Zzz"]


@pytest.mark.parametrize(
    ("group", "status"), [("Editor", 200), ("Administrator", 200), ("Moderator", 302), (None, 302)]
)
def test_roles_that_edit_change_the_rules(client: Client, group: str | None, status: int) -> None:
    client.force_login(make_user(groups=(group,) if group else (), is_staff=True))
    assert client.get(reverse("synonym:index")).status_code == status
    assert client.get(reverse("pinnedsearch:add")).status_code == status
    client.post(reverse("synonym:add"), {"word": "tts", "others": "text to speech", "is_two_way": "on"})
    assert Synonym.objects.filter(key="tts").exists() == (status == 200)


def test_a_pinned_search_is_entered_in_the_admin(client: Client) -> None:
    client.force_login(make_user(groups=("Editor",), is_staff=True))
    form = build_pinned_form("best agent", [make_solution("Shown", summary="-")])
    answer = client.post(reverse("pinnedsearch:add"), form)
    assert answer.status_code == 302, answer.content.decode()
    assert find(client, "best agent") == ["Shown"]
    again = client.post(reverse("pinnedsearch:add"), {**form, "text": "Best-Agent"})
    assert again.status_code == 200 and "Change that one" in again.content.decode()
    assert PinnedSearch.objects.count() == 1


def build_pinned_form(text: str, pages: Sequence[Any] = (), vendors: Sequence[Any] = ()) -> dict[str, Any]:
    """What the form of a pinned search sends."""
    form: dict[str, Any] = {"text": text}
    for relation, field, rows in (("pinned_pages", "page", pages), ("pinned_vendors", "vendor", vendors)):
        counts = {"TOTAL": len(rows), "INITIAL": 0, "MIN_NUM": 0, "MAX_NUM": 10}
        form |= {f"{relation}-{name}_FORMS": count for name, count in counts.items()}
        for place, row in enumerate(rows):
            form |= {
                f"{relation}-{place}-{field}": row.pk,
                f"{relation}-{place}-ORDER": place + 1,
                f"{relation}-{place}-id": "",
            }
    return form


def test_vendors_are_pinned_in_the_admin(client: Client) -> None:
    client.force_login(make_user(groups=("Editor",), is_staff=True))
    acme, page = make_vendor("Acme"), make_solution("Shown", summary="-")
    empty = client.post(reverse("pinnedsearch:add"), build_pinned_form("best agent"))
    assert "Choose at least one result" in empty.content.decode() and not PinnedSearch.objects.exists()
    answer = client.post(reverse("pinnedsearch:add"), build_pinned_form("best agent", vendors=[acme]))
    assert answer.status_code == 302 and find(client, "best agent") == ["Acme"]
    client.post(reverse("pinnedsearch:add"), build_pinned_form("good agent", [page], [acme]))
    assert find(client, "good agent") == ["Acme", "Shown"]
    many = [make_vendor(f"Maker {number}") for number in range(11)]
    assert client.post(reverse("pinnedsearch:add"), build_pinned_form("x", vendors=many)).status_code == 200
    form = client.get(reverse("pinnedsearch:add")).content.decode()
    assert "Pages that come first" in form and "pinned_vendors-TOTAL_FORMS" in form


def test_a_vendor_is_suggested_by_its_name_in_another_language(client: Client) -> None:
    make_vendor("North light", translations={"de": {"name": "Polarlicht Labor"}})
    suggest = "query($q: String!, $locale: String) { suggest(query: $q, locale: $locale) { text kind } }"
    for text in ("polarl", "polarlicht lab", "labor", "north l"):
        found = {each: ask(client, suggest, q=text, locale=each)["suggest"] for each in ("en", "de")}
        assert found["en"] == [{"text": "North light", "kind": "VENDOR"}], text
        assert found["de"] == [{"text": "Polarlicht Labor", "kind": "VENDOR"}], text
