"""What the fields answer: whole values, in both languages, through the API."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from graphql import GraphQLObjectType, GraphQLUnionType
from wagtail.contrib.redirects.models import Redirect

from cms.media.renditions import make_presets
from content_api.schema.build import build_schema
from content_types.pages.models import Menu, MenuItem, SiteSettings, StandardPage
from content_types.reviews.ratings import recompute
from content_types.solutions.parts import AttributeValue, PricingPlan
from content_types.taxonomy.models import AttributeDefinition
from tests.content_api.client import ask, codes, post
from tests.factories.content import (
    make_category,
    make_event,
    make_image,
    make_language,
    make_review,
    make_site,
    make_solution,
    make_standard_page,
    make_user,
    make_vendor,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site() -> Any:
    return make_site()


def test_a_solution(client: Client) -> None:
    category = make_category("Models")
    tokens = AttributeDefinition.objects.create(
        category=category, key="context", name="Context", type="number"
    )
    solution = make_solution(
        "Whisper", summary="Speech to text.", vendor=make_vendor("Maker", country="DE"), category=category,
        tags=("speech",), pricing_model="free", is_open_source=True, deployment=["api", "saas"],
        platforms=["linux"], launched_on=date(2022, 9, 21), licence="MIT",
    )  # fmt: skip
    PricingPlan.objects.create(page=solution, name="Plus", price="20.00", currency="EUR")
    AttributeValue.objects.create(page=solution, definition=tokens, value="128000")
    query = """{ solution(slug: "whisper") {
      title path url locale pageType pricingModel openSource deployment platforms launchedOn licence status logo { alt }
      vendor { name country } category { name } categories { slug } tags { name } seo { title description noindex }
      pricingPlans { name price currency period isFree } attributes { value definition { key type } } companySize: rating { score }
    } }"""
    assert ask(client, query)["solution"] == {
        "title": "Whisper", "path": "/solutions/whisper/", "url": "http://127.0.0.1:3000/solutions/whisper/",
        "locale": "en", "pageType": "Solution", "pricingModel": "FREE", "openSource": True,
        "deployment": ["API", "SAAS"], "platforms": ["LINUX"], "launchedOn": "2022-09-21", "licence": "MIT",
        "status": "ACTIVE", "logo": None, "vendor": {"name": "Maker", "country": "DE"}, "category": {"name": "Models"},
        "categories": [{"slug": "models"}], "tags": [{"name": "speech"}],
        "seo": {"title": "Whisper", "description": "Speech to text.", "noindex": False},
        "pricingPlans": [
            {"name": "Plus", "price": "20.00", "currency": "EUR", "period": "MONTH", "isFree": False}
        ],
        "attributes": [{"value": "128000", "definition": {"key": "context", "type": "NUMBER"}}],
        "companySize": None,
    }  # fmt: skip


FILTERS = {
    'vendor: ["maker"]': {"A"},
    'category: "top"': {"A", "B"},
    'category: "below"': {"B"},
    'category: "nothing"': set(),
    'tags: ["rag", "ocr"]': {"A", "B"},
    'tags: ["ocr"]': {"B"},
    "pricingModel: [FREE, USAGE]": {"A"},
    "openSource: false": {"B", "C"},
    "deployment: [API]": {"A"},
    "platforms: [LINUX, IOS]": {"B"},
    "status: [BETA]": {"C"},
    'launchedAfter: "2023-01-01"': {"A"},
    'slug: ["a", "c"]': {"A", "C"},
    'verifiedSince: "2026-01-01T00:00:00Z"': {"C"},
    'externalId: ["x:1"]': {"B"},
    'updatedSince: "2999-01-01T00:00:00"': set(),
    'openSource: false, status: [BETA]': {"C"},
    "vendor: null": {"A", "B", "C"},
    "status: []": set(),
}  # fmt: skip


@pytest.mark.parametrize("given", FILTERS)
def test_filters_of_solutions(client: Client, given: str) -> None:
    top, other = make_category("Top"), make_category("Other")
    below = make_category("Below", parent=top)
    make_solution(
        "A",
        category=top,
        vendor=make_vendor("Maker"),
        tags=("rag",),
        pricing_model="free",
        is_open_source=True,
        deployment=["api"],
        launched_on=date(2024, 1, 1),
    )
    make_solution("B", category=below, tags=("rag", "ocr"), platforms=["ios", "web"], external_id="x:1")
    make_solution("C", category=other, status="beta", verified_at=datetime(2026, 2, 1, tzinfo=UTC))
    data = ask(client, f"{{ solutions(filter: {{{given}}}) {{ totalCount nodes {{ title }} }} }}")[
        "solutions"
    ]
    assert ({node["title"] for node in data["nodes"]}, data["totalCount"]) == (
        FILTERS[given],
        len(FILTERS[given]),
    )


@pytest.mark.parametrize(
    "given",
    ['slug: ["%s"]' % ("x" * 201), 'vendor: ["\\u0000"]', 'category: "\\u0000"'],
)  # fmt: skip
def test_filter_values_that_are_refused(client: Client, given: str) -> None:
    answer = post(client, f"{{ solutions(filter: {{{given}}}) {{ totalCount }} }}")
    assert codes(answer) == ["BAD_USER_INPUT"]


@pytest.mark.parametrize(
    "query",
    [
        "{ solution { title } }",
        '{ solution(slug: "a", id: "b") { title } }',
        '{ solution(id: "b") { title } }',
        '{ solution(slug: "\\u0000") { title } }',
        '{ node(id: "U29sdXRpb246") { id } }',
        '{ node(id: "") { id } }',
        '{ node(id: "U29sdXRpb246OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5") { id } }',
        "{ page { title } }",
        '{ page(path: "/\\u0000") { title } }',
        '{ search(query: "") { totalCount } }',
        '{ search(query: "%s") { totalCount } }' % ("x" * 201),
        '{ suggest(query: "a", first: -1) { text } }',
        '{ site { menu(handle: "\\u0000") { title } } }',
        '{ categories(parent: "x") { totalCount } }',
    ],
)  # fmt: skip
def test_arguments_that_are_refused(client: Client, query: str) -> None:
    assert codes(post(client, query)) == ["BAD_USER_INPUT"]


def test_lookups_by_every_key(client: Client) -> None:
    make_solution("Tool")
    given = ask(client, '{ solution(slug: "tool") { id path } }')["solution"]
    query = """query($id: ID!, $path: String!) {
      byId: solution(id: $id) { title } byPath: solution(path: $path) { title }
      node(id: $id) { __typename id } page(id: $id) { title } vendor(id: $id) { name }
    }"""
    assert ask(client, query, **given) == {
        "byId": {"title": "Tool"}, "byPath": {"title": "Tool"}, "node": {"__typename": "Solution", "id": given["id"]},
        "page": {"title": "Tool"}, "vendor": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("{ solution { id } }", "id, slug, path"),
        ('{ solution(slug: "a", path: "/a/", locale: "en") { id } }', "id, slug, path"),
        ("{ vendor { id } }", "id, slug"),
        ("{ page { id } }", "id, path"),
    ],
)
def test_one_key_is_asked_for_and_all_are_named(client: Client, query: str, names: str) -> None:
    [error] = post(client, query)["errors"]
    assert error["message"] == f"Give exactly one of: {names}."


def test_two_languages(client: Client) -> None:
    english = make_solution("Tool")
    make_language("de")
    from wagtail.models import Locale

    german = english.copy_for_translation(Locale.objects.get(language_code="de"))
    german.title = "Werkzeug"
    german.save_revision().publish()
    query = """{
      en: solution(slug: "tool") { title } de: solution(slug: "tool", locale: "de") { title path locale }
      lists: solutions { totalCount } deutsch: solutions(locale: "de") { nodes { title translations { title path } } }
      prefixed: page(path: "/de/solutions/tool/") { title } bare: page(path: "solutions/tool", locale: "de") { title }
      home: page(path: "/de/") { title path parent { title } } none: solutions(locale: "fr") { totalCount }
      site { locales { code name isDefault } }
    }"""
    assert ask(client, query) == {
        "en": {"title": "Tool"},
        "de": {"title": "Werkzeug", "path": "/de/solutions/tool/", "locale": "de"},
        "lists": {"totalCount": 1},
        "deutsch": {"nodes": [{"title": "Werkzeug", "translations": [{"title": "Tool", "path": "/solutions/tool/"}]}]},
        "prefixed": {"title": "Werkzeug"}, "bare": {"title": "Werkzeug"},
        "home": {"title": "Home", "path": "/de/", "parent": None}, "none": {"totalCount": 0},
        "site": {"locales": [
            {"code": "en", "name": "English", "isDefault": True}, {"code": "de", "name": "Deutsch", "isDefault": False}
        ]},
    }  # fmt: skip


def test_the_tree(client: Client) -> None:
    about = make_standard_page("About")
    make_standard_page("Team", under=about)
    query = """{ page(path: "/about/team/") { title ancestors { path } parent { title children { totalCount nodes { title } } } } }"""
    assert ask(client, query)["page"] == {
        "title": "Team", "ancestors": [{"path": "/"}, {"path": "/about/"}],
        "parent": {"title": "About", "children": {"totalCount": 1, "nodes": [{"title": "Team"}]}},
    }  # fmt: skip


def test_bodies_in_three_forms(client: Client) -> None:
    about = make_standard_page("About")
    body = [
        ("heading", {"text": "<b>", "level": "h3", "anchor": ""}),
        ("paragraph", {"text": f'<p>See <a linktype="page" id="{about.pk}">us</a></p>'}),
        ("faq", {"title": "", "items": [{"question": "Why?", "answer": "<p>So.</p>"}]}),
        ("table", {"caption": "", "first_row_is_header": True, "rows": [["a", "b"], ["1", "2"]]}),
        ("call_to_action", {"title": "Go", "text": "", "label": "There", "page": about, "url": ""}),
    ]
    make_solution("Tool", body=body)
    query = """{ solution(slug: "tool") { bodyHtml bodyJson body { __typename
      ... on HeadingBlock { blockType text level } ... on ParagraphBlock { text } ... on FaqBlock { items { question answer } }
      ... on TableBlock { rows firstRowIsHeader } ... on CallToActionBlock { label page { id path } } } } }"""
    found = ask(client, query)["solution"]
    link = '<p>See <a href="/about/">us</a></p>'
    page = found["body"][4]["page"]
    assert page["path"] == "/about/"
    assert found["body"] == [
        {"__typename": "HeadingBlock", "blockType": "heading", "text": "<b>", "level": "h3"},
        {"__typename": "ParagraphBlock", "text": link},
        {"__typename": "FaqBlock", "items": [{"question": "Why?", "answer": "<p>So.</p>"}]},
        {"__typename": "TableBlock", "rows": [["a", "b"], ["1", "2"]], "firstRowIsHeader": True},
        {"__typename": "CallToActionBlock", "label": "There", "page": page},
    ]
    assert [(block["type"], block["value"]) for block in found["bodyJson"][:2]] == [
        ("heading", {"text": "<b>", "level": "h3", "anchor": ""}), ("paragraph", {"text": link}),
    ]  # fmt: skip
    assert found["bodyJson"][4]["value"]["page"] == page["id"]
    assert "<h3>&lt;b&gt;</h3>" in found["bodyHtml"] and link in found["bodyHtml"]
    assert '<a href="http://127.0.0.1:3000/about/">There</a>' in found["bodyHtml"]


def test_pictures_have_named_renditions_only(client: Client) -> None:
    image = make_image("Logo")
    make_solution("Tool", logo=image)
    query = '{ solution(slug: "tool") { logo { alt width rendition(preset: THUMB) { name url width height alt } } } }'
    assert ask(client, query)["solution"]["logo"]["rendition"] is None
    make_presets(image)
    rendition = ask(client, query)["solution"]["logo"]["rendition"]
    assert rendition["name"] == "thumb" and rendition["url"].startswith("http://127.0.0.1:8000/media/")
    assert (rendition["width"], rendition["height"]) == (30, 30)
    unknown = '{ solution(slug: "tool") { logo { rendition(preset: HUGE) { url } } } }'
    assert codes(post(client, unknown)) == ["GRAPHQL_VALIDATION_FAILED"]


def test_reviews_and_ratings(client: Client) -> None:
    solution = make_solution("Tool", website="https://tool.example")
    ada = make_user("ada", display_name="Ada")
    make_review(solution, ada, rating=5, verification="purchase", incentive="gift")
    make_review(solution, rating=2, state="pending")
    make_review(solution, rating=4)
    recompute()
    query = """{ solution(slug: "tool") { jsonLd rating { average count histogram explanation { priorWeight methodology } }
      reviews(orderBy: [RATING_DESC]) { totalCount nodes { rating incentive companySize author { displayName } votes { total } } } } }"""
    found = ask(client, query)["solution"]
    assert found["rating"] == {
        "average": 4.5, "count": 2, "histogram": [0, 0, 0, 1, 1],
        "explanation": {"priorWeight": 10.0, "methodology": "bayesian-mean-2"},
    }  # fmt: skip
    assert found["reviews"] == {"totalCount": 2, "nodes": [
        {"rating": 5, "incentive": "GIFT", "companySize": None, "author": {"displayName": "Ada"}, "votes": {"total": 0}},
        {"rating": 4, "incentive": "NONE", "companySize": None, "author": {"displayName": "A member"}, "votes": {"total": 0}},
    ]}  # fmt: skip
    assert (
        found["jsonLd"]["aggregateRating"]["ratingCount"] == 2
        and found["jsonLd"]["url"] == "https://tool.example"
    )
    listed = '{ reviews(filter: {solution: ["tool"], minRating: 5}) { nodes { rating solution { title } } } }'
    assert ask(client, listed)["reviews"]["nodes"] == [{"rating": 5, "solution": {"title": "Tool"}}]


def test_events_in_their_own_time(client: Client) -> None:
    start = datetime(2030, 3, 28, 17, 0, tzinfo=UTC)
    make_event("Weekly", starts_at=start, time_zone="Europe/Berlin", recurrence="FREQ=WEEKLY;COUNT=2")
    make_event("Past", starts_at=datetime(2020, 1, 1, tzinfo=UTC))
    query = """{ events(filter: {upcoming: true}) { nodes { title startsAt timeZone occurrences { startsAt endsAt }
      venue { name } status } } past: events(filter: {upcoming: false}) { nodes { title } } }"""
    data = ask(client, query)
    assert data["past"]["nodes"] == [{"title": "Past"}]
    assert data["events"]["nodes"] == [{
        "title": "Weekly", "startsAt": "2030-03-28T18:00:00+01:00", "timeZone": "Europe/Berlin",
        "occurrences": [
            {"startsAt": "2030-03-28T18:00:00+01:00", "endsAt": "2030-03-28T20:00:00+01:00"},
            {"startsAt": "2030-04-04T18:00:00+02:00", "endsAt": "2030-04-04T20:00:00+02:00"},
        ],
        "venue": {"name": "Town hall"}, "status": "SCHEDULED",
    }]  # fmt: skip


def test_search_counts_and_facets(client: Client) -> None:
    models, speech = make_category("Models"), make_category("Speech")
    make_solution(
        "Whisper", category=speech, summary="Turns talk into text", vendor=make_vendor("Talk vendor")
    )
    make_solution("Talker", category=models, summary="Answers with talk", pricing_model="free")
    make_event("Evening", summary="We talk")
    query = """query($filter: SearchFilter, $kinds: [SearchKind!]) { search(query: "talk", filter: $filter, kinds: $kinds) {
      totalCount nodes { __typename } facets { name values { value count } } } }"""
    found = ask(client, query)["search"]
    facets = {
        facet["name"]: {value["value"]: value["count"] for value in facet["values"]}
        for facet in found["facets"]
    }
    assert found["totalCount"] == 4 and facets["kind"] == {"SOLUTION": 2, "EVENT": 1, "VENDOR": 1}
    assert facets["category"] == {"models": 1, "speech": 1} and facets["pricingModel"] == {"FREE": 1}
    only = ask(client, query, filter={"category": "speech"})["search"]
    assert (only["totalCount"], only["nodes"]) == (1, [{"__typename": "Solution"}])
    assert ask(client, query, kinds=["EVENT"])["search"]["totalCount"] == 1
    page = ask(
        client,
        '{ search(query: "talk", first: 3) { pageInfo { hasNextPage endCursor } nodes { __typename } } }',
    )
    after = page["search"]["pageInfo"]["endCursor"]
    rest = ask(
        client, 'query($a: String!) { search(query: "talk", after: $a) { nodes { __typename } } }', a=after
    )
    assert page["search"]["pageInfo"]["hasNextPage"] and len(rest["search"]["nodes"]) == 1


@pytest.mark.parametrize("query", ['"a OR b', "(((", "a & | !", "-", "'; drop table", "* OR *", "\\\\"])
def test_search_syntax_never_fails(client: Client, query: str) -> None:
    assert (
        ask(client, "query($q: String!) { search(query: $q) { totalCount } }", q=query)["search"][
            "totalCount"
        ]
        == 0
    )


def test_suggestions(client: Client) -> None:
    make_solution("Whisper")
    make_vendor("White Whale")
    assert ask(client, '{ suggest(query: "wh") { text kind path } }')["suggest"] == [
        {"text": "Whisper", "kind": "SOLUTION", "path": "/solutions/whisper/"},
        {"text": "White Whale", "kind": "VENDOR", "path": None},
    ]


def test_redirects(client: Client, site: Any) -> None:
    about = make_standard_page("About")
    Redirect.objects.create(old_path="/old", redirect_page=about, site=site)
    Redirect.objects.create(old_path="/out", redirect_link="https://example.org/", is_permanent=False)
    query = "query($since: DateTime) { redirects(changedSince: $since) { nodes { fromPath to permanent page { title } } } }"
    assert ask(client, query)["redirects"]["nodes"] == [
        {"fromPath": "/old", "to": "/about/", "permanent": True, "page": {"title": "About"}},
        {"fromPath": "/out", "to": "https://example.org/", "permanent": False, "page": None},
    ]
    assert ask(client, query, since="2999-01-01T00:00:00Z")["redirects"]["nodes"] == []


def test_site_settings_and_menus(client: Client, site: Any) -> None:
    about = make_standard_page("About")
    SiteSettings.objects.create(site=site, site_title="AiXplore", tagline="Find it")
    menu = Menu.objects.create(handle="main", title="Main", locale=about.locale)
    MenuItem.objects.create(menu=menu, label="About", page=about, sort_order=0)
    MenuItem.objects.create(menu=menu, label="Code", link_url="https://example.org/", sort_order=1)
    query = """{ site { hostname settings { siteTitle tagline logo { url } } menu(handle: "main") { items { label url page { path } } }
      other: menu(handle: "main", locale: "de") { title } } }"""
    assert ask(client, query)["site"] == {
        "hostname": "localhost", "settings": {"siteTitle": "AiXplore", "tagline": "Find it", "logo": None},
        "menu": {"items": [
            {"label": "About", "url": "", "page": {"path": "/about/"}},
            {"label": "Code", "url": "https://example.org/", "page": None},
        ]},
        "other": None,
    }  # fmt: skip


def test_texts_of_the_site_in_a_language(client: Client, site: Any) -> None:
    SiteSettings.objects.create(
        site=site, tagline="Find it", footer_text="Since 2026", translations={"de": {"tagline": "Finde es"}}
    )
    query = "query($l: String) { site { settings(locale: $l) { tagline footerText } } }"
    english = {"tagline": "Find it", "footerText": "Since 2026"}
    assert ask(client, query)["site"]["settings"] == english
    with CaptureQueriesContext(connection) as plain:
        assert ask(client, query, l="en")["site"]["settings"] == english
    with CaptureQueriesContext(connection) as german:
        assert ask(client, query, l="de")["site"]["settings"] == {**english, "tagline": "Finde es"}
    assert len(german) == len(plain)
    assert ask(client, query, l="tlh")["site"]["settings"]["tagline"] == "Find it"


def test_categories_and_tags(client: Client) -> None:
    top = make_category("Top")
    make_category("Below", parent=top)
    make_solution("Tool", category=top, tags=("rag", "ocr"))
    key = ask(client, '{ category(slug: "top") { id } }')["category"]["id"]
    query = """query($id: ID!) { categories { nodes { name depth } } below: categories(parent: $id) { nodes { name } }
      tags(query: "R") { nodes { slug } } category(slug: "top") { solutions { nodes { title } } } }"""
    assert ask(client, query, id=key) == {
        "categories": {"nodes": [{"name": "Top", "depth": 1}, {"name": "Below", "depth": 2}]},
        "below": {"nodes": [{"name": "Below"}]}, "tags": {"nodes": [{"slug": "rag"}]},
        "category": {"solutions": {"nodes": [{"title": "Tool"}]}},
    }  # fmt: skip


def list_texts(kind: GraphQLObjectType) -> str:
    """What a block promises as text, as a selection."""
    fields = kind.fields.items()
    return " ".join(name for name, field in fields if str(field.type) == "String!" and name != "blockType")


def test_texts_that_an_import_left_out_of_a_block_are_empty(client: Client) -> None:
    names = list(StandardPage._meta.get_field("body").stream_block.child_blocks)
    body = [{"type": name, "value": {}, "id": name} for name in names]
    make_standard_page("Bare", body=json.dumps(body))
    union = build_schema().type_map["BodyBlock"]
    assert isinstance(union, GraphQLUnionType)
    asked = {kind.name: list_texts(kind) for kind in union.types}
    spread = " ".join(
        f"... on {name} {{ {' '.join(f'{name}_{each}: {each}' for each in texts.split())} }}"
        for name, texts in asked.items()
        if texts
    )
    query = (
        '{ page(path: "/bare/") { ... on StandardPage { body { ... on Block { blockType } %s } } } }' % spread
    )
    found = ask(client, query)["page"]["body"]
    assert [each.pop("blockType") for each in found] == names
    values = {value for each in found for value in each.values()}
    assert "" in values and None not in values
