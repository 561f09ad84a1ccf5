"""What plugins add to the API: fields, root fields and filters, and what a failing one leaves alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Locale

from cms.plugins.loader.records import State
from cms.plugins.models import PluginSwitch
from cms.plugins.runtime.decisions import forget
from cms.plugins.runtime.platform import Platform
from tests.content_api.client import ask, codes, post, statements
from tests.factories.content import (
    make_language,
    make_review,
    make_site,
    make_solution,
    make_standard_page,
    make_user,
    make_vendor,
)
from tests.plugins.workshop import Workshop, write_search

pytestmark = pytest.mark.django_db
SiteWith = Callable[..., Platform]

WORDS = """
from dataclasses import dataclass
from cms.plugin_api import *

@dataclass(frozen=True)
class WordCount:
    '''How long a text is.'''
    words: int
    longest: str | None

def count(keys, gate):
    from django.apps import apps
    rows = apps.get_model("solutions.Solution").objects.filter(pk__in=keys).values_list("pk", "summary")
    return {key: WordCount(len(text.split()), None) for key, text in rows}

def same(keys, gate):
    from django.apps import apps
    every = list(apps.get_model("solutions.Solution").objects.order_by("title").values_list("pk", flat=True))
    return {key: every for key in keys}

def shout(gate, word, times=1):
    return [word.upper()] * times

@hookimpl
def graphql_fields():
    on, cost = "solutions.Solution", 1
    return [
        GraphQLField(on=on, name="wordCount", type=WordCount, load=count, description="Length.", cost=cost, permission=PUBLIC),
        GraphQLField(on=on, name="everything", type=Rows(on), load=same, description="All.", cost=cost, permission=PUBLIC),
        GraphQLField(on=on, name="inside", type=str, load=lambda keys, gate: {key: "inside" for key in keys},
                     description="For people.", cost=cost, permission=SIGNED_IN),
        GraphQLField(on=on, name="keepers", type=int, load=lambda keys, gate: {key: 7 for key in keys},
                     description="For keepers.", cost=cost, permission=permission("reviews.change_review")),
    ]

@hookimpl
def graphql_queries():
    return [GraphQLQuery(name="shout", type=list[str], resolve=shout, arguments={"word": str, "times": int},
                         description="Louder.", cost=1, permission=PUBLIC)]
"""
FAILING = """
from cms.plugin_api import *

def fail(keys, gate):
    %s

@hookimpl
def graphql_fields():
    return [GraphQLField(on="solutions.Solution", name="frail", type=int, load=fail, description="Frail.", cost=1, permission=PUBLIC)]
"""
GUARDS = ["solutions.Solution"]
HIDING = """
from cms.plugin_api import *
from django.db.models import Q

def rule(viewer):
    %s

@hookimpl
def permission_filter():
    return [PermissionFilter(name="hide", model="solutions.Solution", rule=rule)]
"""


@pytest.fixture(autouse=True)
def site() -> Any:
    return make_site()


def test_a_field_loads_many_rows_at_once(workshop: Workshop, site_with: SiteWith, client: Client) -> None:
    workshop.write("words", WORDS)
    site_with()
    query = "{ solutions { nodes { title wordCount { words longest } } } }"
    make_solution("One", summary="a b c")
    ask(client, query)  # the structure of the site is kept from here on
    few = statements(client, query)
    for number in range(20):
        make_solution(f"Other {number}", summary="a")
    assert len(statements(client, query)) == len(few) == 2
    assert ask(client, query)["solutions"]["nodes"][0] == {
        "title": "One",
        "wordCount": {"words": 3, "longest": None},
    }


MAKERS = """
from cms.plugin_api import *
from django.apps import apps

def list_makers(keys, gate):
    makers = list(apps.get_model("vendors.Vendor").objects.values_list("pk", flat=True))
    return {key: makers for key in keys}

@hookimpl
def graphql_fields():
    return [GraphQLField(on="solutions.Solution", name="makers", type=Rows("vendors.Vendor"), load=list_makers,
                         description="All.", cost=1, permission=PUBLIC)]
"""


def test_rows_of_a_field_are_read_in_the_language_of_their_page(
    workshop: Workshop, site_with: SiteWith, client: Client
) -> None:
    workshop.write("makers", MAKERS)
    site_with()
    make_language("de")
    make_vendor("Acme", translations={"de": {"description": "Macht es"}}, description="Makes it")
    make_solution("Eye").copy_for_translation(
        Locale.objects.get(language_code="de")
    ).save_revision().publish()
    query = "query($locale: String) { solutions(locale: $locale) { nodes { makers { description } } } }"
    found = [ask(client, query, locale=each)["solutions"]["nodes"] for each in ("en", "de")]
    assert found == [[{"makers": [{"description": text}]}] for text in ("Makes it", "Macht es")]


MOODS = """
from dataclasses import dataclass
from django.db.models import TextChoices
from cms.plugin_api import *

class Mood(TextChoices):
    '''How it feels.'''
    GOOD = "good"
    BAD = "bad"

@dataclass(frozen=True)
class Moods:
    '''Several.'''
    all: list[Mood]

@hookimpl
def graphql_fields():
    def give(value):
        return lambda keys, gate: dict.fromkeys(keys, value)
    on = "solutions.Solution"
    return [GraphQLField(on=on, name=name, type=type, load=give(value), description="X.", cost=1, permission=PUBLIC)
            for name, type, value in (("mood", Mood, Mood.BAD), ("moods", list[Mood], [Mood.GOOD, Mood.BAD]),
                                      ("all", Moods, Moods([Mood.GOOD])))]
"""


def test_members_of_enumerations_are_answered_by_their_names(
    workshop: Workshop, site_with: SiteWith, client: Client
) -> None:
    workshop.write("moods", MOODS)
    site_with()
    make_solution("One")
    assert ask(client, "{ solutions { nodes { mood moods all { all } } } }")["solutions"]["nodes"] == [
        {"mood": "BAD", "moods": ["GOOD", "BAD"], "all": {"all": ["GOOD"]}}
    ]


def test_rows_that_a_plugin_names_pass_the_gate(
    workshop: Workshop, site_with: SiteWith, client: Client
) -> None:
    workshop.write("words", WORDS)
    site_with()
    make_solution("Seen")
    make_solution("Hidden", live=False)
    found = ask(client, '{ solution(slug: "seen") { everything { title } } }')
    assert found["solution"]["everything"] == [{"title": "Seen"}]


def test_a_root_field_takes_arguments(workshop: Workshop, site_with: SiteWith, client: Client) -> None:
    workshop.write("words", WORDS)
    site_with()
    assert ask(client, '{ shout(word: "hey", times: 2) }') == {"shout": ["HEY", "HEY"]}
    assert codes(post(client, '{ shout(word: "%s") }' % ("x" * 300))) == ["BAD_USER_INPUT"]


@pytest.mark.parametrize(
    ("who", "inside", "keepers"),
    [
        (None, ["UNAUTHENTICATED"], ["UNAUTHENTICATED"]),
        ((), [], ["FORBIDDEN"]),
        (("Moderator",), [], []),
    ],
)
def test_a_field_is_for_those_it_names(
    workshop: Workshop, site_with: SiteWith, client: Client, who: Any, inside: list[str], keepers: list[str]
) -> None:
    workshop.write("words", WORDS)
    site_with()
    make_solution("One")
    if who is not None:
        client.force_login(make_user(groups=who))
    for name, expected, value in (("inside", inside, "inside"), ("keepers", keepers, 7)):
        answer = post(client, f'{{ solution(slug: "one") {{ title {name} }} }}')
        assert codes(answer) == expected
        shown = None if expected else value
        assert answer["data"]["solution"] == {"title": "One", name: shown}


FAILURES = {
    "raises": "raise OSError('secret canary')",
    "exits": "import sys; sys.exit('secret canary')",
    "wrong_values": "return {key: 'secret canary' for key in keys}",
    "no_mapping": "return 'secret canary'",
    "asks_too_often": "from cms.identity.models import User\n    [User.objects.count() for each in range(11)]",
}


@pytest.mark.parametrize("name", FAILURES)
def test_a_failing_field_is_null_and_all_else_stands(
    workshop: Workshop, site_with: SiteWith, client: Client, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    workshop.write("frail", FAILING % FAILURES[name])
    workshop.write("words", WORDS)
    platform = site_with()
    make_solution("One", summary="a b")
    answer = post(client, '{ solution(slug: "one") { title frail wordCount { words } } }')
    assert answer["data"]["solution"] == {"title": "One", "frail": None, "wordCount": {"words": 2}}
    assert codes(answer) == ["PLUGIN_ERROR"]
    assert answer["errors"][0]["extensions"]["errorId"] in caplog.text
    assert "canary" not in str(answer)
    assert platform.caller.statistics["frail", "graphql_fields.frail"].failures <= 1


def test_a_hanging_field_is_left_behind_and_then_no_longer_asked(
    workshop: Workshop, site_with: SiteWith, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cms.plugins.api.markers import Budget
    from content_api.schema.plugin_fields import calls

    monkeypatch.setattr(calls, "READ", Budget(0.05, 5))
    workshop.write(
        "frail",
        FAILING
        % "from cms.identity.models import User\n    User.objects.count()\n    import time; time.sleep(60)",
    )
    platform = site_with()
    make_solution("One")
    query = '{ solution(slug: "one") { title frail } }'
    for _ in range(6):
        answer = post(client, query)
        assert answer["data"]["solution"] == {"title": "One", "frail": None}
        assert codes(answer) == ["PLUGIN_ERROR"]
    assert platform.caller.statistics["frail", "graphql_fields.frail"].calls == 5
    assert platform.caller.breakers["frail", "graphql_fields.frail"].is_open


def test_a_plugin_that_is_switched_off_answers_null(
    workshop: Workshop, site_with: SiteWith, client: Client, site: Any
) -> None:
    workshop.write("words", WORDS)
    site_with()
    make_solution("One", summary="a b")
    query = '{ solution(slug: "one") { title wordCount { words } } }'
    switch = PluginSwitch.objects.create(plugin="words", site=site, enabled=False)
    forget()
    answer = post(client, query)
    assert answer["data"]["solution"] == {"title": "One", "wordCount": None}
    assert codes(answer) == ["FEATURE_DISABLED"]
    switch.delete()
    forget()
    assert ask(client, query)["solution"]["wordCount"] == {"words": 2}


ROADS = """{ solutions { totalCount nodes { title } } solution(slug: "hidden") { title }
  page(path: "/solutions/hidden/") { title } reviews { totalCount nodes { title } }
  search(query: "hidden") { totalCount nodes { __typename } } suggest(query: "hid") { __typename }
  solutionsOfName: solutions(filter: { tags: ["canary"] }) { totalCount } tags { nodes { name } } }"""


def test_a_filter_hides_rows_on_every_road(workshop: Workshop, site_with: SiteWith, client: Client) -> None:
    hidden = make_solution("Hidden", tags=("canary",), external_id="secret")
    make_solution("Shown")
    make_review(hidden, title="Hidden review")
    before = ask(client, ROADS)
    assert before["solutions"]["totalCount"] == 2
    workshop.write("hiding", HIDING % "return ~Q(external_id='secret') | Q(external_id=None)", guards=GUARDS)
    site_with(**write_search(workshop))
    assert ask(client, ROADS) == {
        "solutions": {"totalCount": 1, "nodes": [{"title": "Shown"}]},
        "solution": None,
        "page": None,
        "reviews": {"totalCount": 0, "nodes": []},
        "search": {"totalCount": 0, "nodes": []},
        "suggest": [],
        "solutionsOfName": {"totalCount": 0},
        "tags": {"nodes": []},
    }


@pytest.mark.parametrize(
    "body",
    [
        "raise OSError",
        "return True",
        "return Q(no_such_column=1)",
        "import time; time.sleep(60)",
    ],
)
def test_a_failing_filter_fails_closed_for_its_kind_alone(
    workshop: Workshop, site_with: SiteWith, client: Client, body: str
) -> None:
    make_solution("One")
    make_standard_page("About")
    workshop.write("hiding", HIDING % body, guards=GUARDS)
    site_with()
    answer = ask(client, '{ solutions { totalCount } page(path: "/about/") { title } }')
    assert answer == {"solutions": {"totalCount": 0}, "page": {"title": "About"}}


CLASHES = {
    "field": (
        "on='solutions.Solution', name='title'",
        "GraphQLField solutions.Solution.title is a field of AiXplore",
    ),
    "no_model": ("on='solutions.Nothing', name='x'", "there is no type for solutions.Nothing in the API"),
    "not_public": ("on='accounts.User', name='x'", "there is no type for accounts.User in the API"),
}


@pytest.mark.parametrize("name", CLASHES)
def test_a_field_that_does_not_fit_refuses_its_plugin(
    workshop: Workshop, site_with: SiteWith, client: Client, name: str
) -> None:
    arguments, message = CLASHES[name]
    field = f"GraphQLField({arguments}, type=int, load=lambda keys, gate: {{}}, description='X.', cost=1, permission=PUBLIC)"
    workshop.write(
        "clash", f"from cms.plugin_api import *\n@hookimpl\ndef graphql_fields():\n    return [{field}]\n"
    )
    platform = site_with()
    assert ask(client, "{ solutions { totalCount } }") == {"solutions": {"totalCount": 0}}
    assert platform.plugins["clash"].state is State.REFUSED
    assert message in platform.plugins["clash"].reason


def test_a_type_that_breaks_the_schema_refuses_its_plugin(
    workshop: Workshop, site_with: SiteWith, client: Client
) -> None:
    workshop.write("clash", WORDS.replace("WordCount", "Solution"))
    workshop.write("words", WORDS)
    platform = site_with()
    assert platform.plugins["words"].state is State.REFUSED  # its fields are called like those of clash
    make_solution("One")
    assert ask(client, "{ solutions { totalCount } }") == {"solutions": {"totalCount": 1}}
    assert (
        "GraphQLField solutions.Solution.wordCount: the type Solution exists already: rename the class."
        in platform.plugins["clash"].reason
    )


def test_what_a_refused_plugin_would_hide_stays_hidden(
    workshop: Workshop, site_with: SiteWith, client: Client
) -> None:
    make_solution("One")
    make_standard_page("About")
    workshop.write("hiding", "1 / 0", guards=GUARDS)
    site_with()
    answer = ask(client, '{ solutions { totalCount } page(path: "/about/") { title } }')
    assert answer == {"solutions": {"totalCount": 0}, "page": {"title": "About"}}
    PluginSwitch.objects.create(plugin="hiding", enabled=False)
    forget()
    assert ask(client, "{ solutions { totalCount } }")["solutions"] == {"totalCount": 1}


def test_a_filter_that_its_manifest_does_not_name_is_refused(workshop: Workshop, site_with: SiteWith) -> None:
    workshop.write("hiding", HIDING % "return Q()")
    reason = site_with().plugins["hiding"].reason
    assert reason == "PermissionFilter 'hide': add guards = [\"solutions.Solution\"] to its manifest."
