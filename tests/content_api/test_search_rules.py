"""Synonyms and pinned pages, which editors enter, decide what a search finds and what comes first."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from wagtail.models import PageViewRestriction

from cms.plugins.api.search import SearchTerm
from cms.relevance.models import MAX_SYNONYMS, PinnedPage, PinnedSearch, Synonym
from cms.relevance.rules import MAX_CLAUSES, SearchRules, load_rules
from cms.search.query import parse_query
from content_types.testing.factories import make_event, make_site, make_solution, make_user, make_vendor
from tests.content_api.client import ask, statements

pytestmark = pytest.mark.django_db
SEARCH = "query($q: String!) { search(query: $q) { totalCount nodes { ... on Solution { title } ... on Event { title } } } }"


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
    page = make_solution("Shown", summary="-")
    form = {
        "text": "best agent", "pinned_pages-TOTAL_FORMS": 1, "pinned_pages-INITIAL_FORMS": 0, "pinned_pages-MIN_NUM_FORMS": 1,
        "pinned_pages-MAX_NUM_FORMS": 10, "pinned_pages-0-page": page.pk, "pinned_pages-0-ORDER": 1, "pinned_pages-0-id": "",
    }  # fmt: skip
    answer = client.post(reverse("pinnedsearch:add"), form)
    assert answer.status_code == 302, answer.content.decode()
    assert find(client, "best agent") == ["Shown"]
    again = client.post(reverse("pinnedsearch:add"), {**form, "text": "Best-Agent"})
    assert again.status_code == 200 and "Change that one" in again.content.decode()
    assert PinnedSearch.objects.count() == 1
