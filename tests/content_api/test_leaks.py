"""Words planted in hidden rows: no caller without permission reads one, by any root, relation or argument."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import graphene
import pytest
from django.core.checks import run_checks
from django.db.models import Q
from django.test import TestCase
from graphql import GraphQLObjectType

from cms.declarations import ApiCollection, Filter, registry
from cms.plugins.runtime.current import platform
from cms.testing.api import Api
from content_api.engine.rows.roots import RowsRoot
from content_api.model.ids import global_id
from content_api.schema.build import build_schema
from content_api.schema.roots import site
from content_api.testing.fixtures import install
from content_api.testing.leaks import ROOTS, VIEWERS, LeakOracle, planted_oracle
from content_api.testing.probes import probed_fields
from content_api.testing.traces import find_traces, recorded_logs
from content_types.reviews.models import Report, Review
from content_types.solutions.models import Solution
from content_types.testing.canaries import WORDS
from tests.factories.content import make_site


class Planted(TestCase):
    """A live hub points to every hidden thing in every way that an editor can make it point."""

    @classmethod
    def setUpTestData(cls) -> None:
        cls.oracle = planted_oracle(Api(), make_site())


class Leaks(Planted):
    @pytest.mark.no_cover
    def test_no_root_or_relation_shows_a_planted_word(self) -> None:
        """And every viewer does find what its rights admit, or the refusals would mean nothing. Logs from DEBUG on,
        keys of the cache and metrics hold none of them either."""
        with recorded_logs() as lines:
            self.oracle.check()
        assert find_traces(WORDS, lines) == []

    @pytest.mark.no_cover
    def test_rows_show_no_planted_word(self) -> None:
        """All fields of the core are read as rows, to everybody."""
        self.oracle.check_rows()

    def test_ids_of_hidden_things_answer_null(self) -> None:
        query = "query($id: ID!) { node(id: $id) { id } }"
        for viewer in VIEWERS:
            for name, row in self.oracle.hidden_from(viewer).items():
                with self.subTest(name=name, viewer=viewer):
                    user = self.oracle.users.get(viewer)
                    assert self.oracle.api.query(query, {"id": global_id(row)}, user=user) == {"node": None}

    def test_links_to_hidden_pages_keep_their_words_and_lose_their_target(self) -> None:
        data = self.oracle.api.query('{ solution(slug: "hub") { bodyHtml bodyJson } }')
        assert "the hidden page" in data["solution"]["bodyHtml"]
        assert "href" not in data["solution"]["bodyHtml"] and "/draftcanary" not in str(data)


VISITORS, STAFF = ("anonymous", "visitor"), ("vendor", "editor", "moderator")
LONG = pytest.mark.timeout(1500)
"""Each takes four minutes of a core, of which the tests that are alone may take half."""


@LONG
class ArgumentsOfVisitors(Planted):
    """Classes, because each of them runs in a process of its own."""

    @pytest.mark.no_cover
    def test_no_argument_tells_of_a_hidden_row(self) -> None:
        self.oracle.check_arguments(viewers=VISITORS)


@LONG
class ArgumentsOfStaff(Planted):
    @pytest.mark.no_cover
    def test_no_argument_tells_of_a_hidden_row(self) -> None:
        self.oracle.check_arguments(viewers=STAFF)


@LONG
class ArgumentsOfOthers(Planted):
    @pytest.mark.no_cover
    def test_no_argument_tells_of_a_hidden_row(self) -> None:
        self.oracle.check_arguments(viewers=[each for each in VIEWERS if each not in (*VISITORS, *STAFF)])


def test_every_argument_is_filled() -> None:
    """But for those deeper than what roots answer with, which the crawler asks with what they need, and for lists of
    the caller's own rows."""
    schema = build_schema()
    kinds = [each for each in schema.type_map.values() if isinstance(each, GraphQLObjectType)]
    with_arguments = {
        (kind.name, name)
        for kind in kinds
        if kind is not schema.mutation_type and not kind.name.startswith("__")
        for name, field in kind.fields.items()
        if field.args
    }
    assert with_arguments - probed_fields(schema, ROOTS) == {
        ("Image", "rendition"),
        *(("Viewer", name) for name in ("bookmarks", "claims", "pendingTexts", "registrations", "reviews")),
    }  # fmt: skip


@pytest.fixture
def remade(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """Changes what the schema is made of; call `install` to make it. Afterwards it is made as it was."""
    yield monkeypatch
    monkeypatch.undo()
    install(platform())


def test_a_root_that_nobody_decided_about_is_found(leak_oracle: LeakOracle, remade: Any) -> None:
    remade.setitem(site.FIELDS, "secrets", graphene.String(resolver=lambda root, info: "x"))
    install(platform())
    with pytest.raises(AssertionError, match="No policy is defined for reading secrets: add it to ROOTS"):
        leak_oracle.check()


def test_a_collection_that_nobody_decided_about_stops_the_start(remade: Any) -> None:
    assert [each for each in run_checks() if each.id == "content_api.E001"] == []
    reports = ApiCollection("reports", Report, "Complaints.", {"NEW": ("-pk",)}, "NEW")
    remade.setitem(registry.collections, "reports", reports)
    (found,) = [each for each in run_checks() if each.id == "content_api.E001"]
    assert str(found.msg) == (
        "The collection 'reports' offers reviews.Report, but no rule defines who may see its rows."
    )


def test_a_filter_that_asks_past_the_gate_is_found(leak_oracle: LeakOracle, remade: Any) -> None:
    """It shows no word: only a count that is another one while a draft has this title."""
    leaky = Filter("", str, "Leaks.", build=lambda value, gate: Q(pk__gt=0) & exists(value))
    leaking = replace(registry.collections["vendors"], filters={"leaky": leaky}, facets={})
    remade.setitem(registry.collections, "vendors", leaking)
    install(platform())
    with pytest.raises(AssertionError) as caught:
        leak_oracle.check_arguments("vendors")
    lines = str(caught.value).splitlines()
    assert lines[0].startswith('vendors(filter: {leaky: "draftcanary"}) as anonymous: {')
    assert lines[0].endswith("once the hidden rows are gone")
    assert {line.split(" as ")[1].split(":")[0] for line in lines} == set(VIEWERS)


def exists(title: str) -> Q:
    return Q() if Solution.objects.filter(title=title).exists() else Q(pk__in=())


@pytest.mark.no_cover
def test_a_visible_draft_is_found_by_its_word(leak_oracle: LeakOracle, remade: Any) -> None:
    remade.setitem(registry.visibility, Review, lambda gate: Q())
    with pytest.raises(AssertionError, match=r"as moderator: data\.reviews\..* shows 'pendingcanary'"):
        leak_oracle.check("{ reviews { nodes { title body } } }")


@pytest.mark.no_cover
def test_a_draft_that_rows_show_is_found(leak_oracle: LeakOracle, remade: Any) -> None:
    remade.setitem(registry.visibility, Review, lambda gate: Q())
    with pytest.raises(AssertionError, match=r"as moderator: data\.reviews\..* shows 'pendingcanary'"):
        leak_oracle.check_rows()
    remade.setattr(RowsRoot, "may_try", lambda root: False)
    with pytest.raises(AssertionError, match="were not answered from rows to anonymous"):
        leak_oracle.check_rows()
