"""Random documents are answered alike from rows and by graphql-core, to every kind of caller.

AIXPLORE_ROW_QUERIES=2000 AIXPLORE_ROW_SEED=7 .venv/bin/python -m pytest -s tests/content_api/test_rows_oracle.py
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Mapping
from random import Random
from typing import Any

import orjson
import pytest
from django.test import override_settings
from graphql import parse

from cms.actors.actor import Actor, anonymous_actor
from cms.actors.authenticators import user_actor
from cms.base.measures import ROWS_LEFT
from cms.declarations import registry
from content_api.access.context import ReadContext
from content_api.engine.rows import roots
from content_api.engine.rows.leaving import UNEXPECTED
from content_api.errors import BAD_USER_INPUT, format_error
from content_api.model.field_sources import (
    Column,
    ConnectionSource,
    Identity,
    PluginFieldSource,
    RelationSource,
    TranslatedColumn,
)
from content_api.model.ids import global_id
from content_api.operation import Operation, build_operation
from content_api.schema.build import build_schema
from content_api.schema.field_sources.columns import known_sources
from content_api.schema.types.grapple import model_kinds
from content_api.testing.leaks import UNLIMITED
from content_api.transport.exchange import execute_operation
from content_types.solutions.models import Solution
from content_types.taxonomy.models import Tag, UseCase
from content_types.testing.canaries import plant
from content_types.testing.viewers import make_viewers
from content_types.vendors.models import Vendor
from tests.factories.content import (
    make_category,
    make_language,
    make_review,
    make_site,
    make_solution,
    make_vendor,
)
from tests.support.row_arguments import LIST_SIZE, Cursors, list_orders
from tests.support.row_queries import make_document

pytestmark = pytest.mark.django_db
DOCUMENTS = int(os.environ.get("AIXPLORE_ROW_QUERIES", "120"))
SEED = int(os.environ.get("AIXPLORE_ROW_SEED", "1")) or Random().randrange(1, 10**6)
"""The same in each run, so that a change is what fails it; 0 chooses one at random."""
Covers = Callable[[str, str], bool]
CALLERS = ("anonymous", "visitor", "vendor", "editor")
COVERED = (Column, ConnectionSource, Identity, RelationSource, TranslatedColumn)
ENOUGH = 50
LEAST_FROM_ROWS = 0.5
"""Of root fields: an oracle that compares an answer with itself proves nothing."""


@pytest.fixture
def callers() -> dict[str, Actor]:
    """The callers of a site with much that is hidden, in two languages."""
    site = make_site()
    plant(site)
    german_locale = make_language("de").locale
    german = {"name": "Bildverarbeitung", "description": "Sehen"}
    vision = make_category("Vision", translations={"de": german})
    speech = make_category("Speech", parent=vision)
    vendor = make_vendor("Acme", description="Makes it", translations={"de": {"description": "Macht es"}})
    for number in range(5):
        page = make_solution(f"Eye {number}", category=vision, vendor=vendor, tags=("fast", "open"))
        page.categories.add(vision, speech)
        page.use_cases.add(UseCase.objects.create(name=f"Use {number}", slug=f"use-{number}"))
        page.save_revision().publish()
        if number % 2:
            page.copy_for_translation(german_locale).save_revision().publish()
        make_review(page, rating=number % 5 + 1)
    Tag.objects.filter(slug="open").update(translations={"de": {"name": "offen"}})
    users = make_viewers()
    return {name: user_actor(users[name]) if name in users else anonymous_actor() for name in CALLERS}


def covers_all(kind: str, name: str) -> bool:
    """All fields of models, those of plugins too, and what they lead to."""
    if kind in {each._meta.name for each in model_kinds().values()}:
        return (kind, name) in known_sources()
    return True


def covers(kind: str, name: str) -> bool:
    """All fields but those of plugins."""
    return covers_all(kind, name) and not isinstance(known_sources().get((kind, name)), PluginFieldSource)


def covers_columns(kind: str, name: str) -> bool:
    """The fields that are read as rows."""
    source = known_sources().get((kind, name))
    is_column = isinstance(source, COVERED) and (not isinstance(source, Column) or source.is_stored)
    return (
        is_column
        or (kind.endswith("Connection") and name in ("nodes", "totalCount", "pageInfo"))
        or name.startswith("has")
    )


def read_cursors(actor: Actor) -> Cursors:
    """Cursors of the first rows of each list, in each of its orders, and keys of rows."""
    found: dict[tuple[str, str], list[str]] = {}
    fields = build_schema().query_type.fields  # type: ignore[union-attr]
    for name in registry.collections:
        for order in list_orders(fields[name]):
            given = f", orderBy: [{order}]" if order else ""
            document = f"{{ {name}(first: {LIST_SIZE}{given}) {{ edges {{ cursor }} }} }}"
            data = execute_operation(
                build_operation(parse(document), None, {}), ReadContext.for_site(actor=actor), UNLIMITED
            ).data
            found[name, order] = [each["cursor"] for each in data[name]["edges"]]  # type: ignore[index]
    solutions = [*Solution.objects.all()]
    found["node", ""] = [global_id(each) for each in (*solutions, *Tag.objects.all(), *Vendor.objects.all())]
    found["page", ""] = [f"/solutions/{each.slug}/" for each in solutions]
    return found


def answer(operation: Operation, actor: Actor, rows: bool) -> tuple[bytes, Mapping[str, str]]:
    """What a caller is answered, and by which tier."""
    context = ReadContext.for_site(actor=actor)
    with override_settings(API_ROWS_TIER=rows):
        result = execute_operation(operation, context, UNLIMITED)
    errors = [format_error(error, BAD_USER_INPUT) for error in result.errors or ()]
    for each in errors:
        if each["extensions"].pop("errorId", None):
            each["message"] = "Internal error"
    return orjson.dumps({"data": result.data, "errors": errors}), dict(context.tiers)


def count_unexpected() -> float:
    """How many root fields were not read as rows although nothing is wrong with them."""
    return sum(float(ROWS_LEFT.labels(reason.value)._value.get()) for reason in UNEXPECTED)


def find_difference(found: bytes, expected: bytes) -> str:
    """Where two answers begin to differ."""
    pairs = enumerate(zip(found, expected, strict=False))
    place = max(next((number for number, (one, other) in pairs if one != other), 0) - 200, 0)
    return f"from rows {found[place : place + 300]!r}\nexpected {expected[place : place + 300]!r}"


@pytest.mark.timeout(600 + 5 * DOCUMENTS)
@pytest.mark.parametrize("chosen", [covers_columns, covers, covers_all])
def test_rows_answer_what_graphql_core_answers(
    callers: dict[str, Actor], chosen: Covers, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    """Each document is kept for all callers, as one that many ask for is."""
    monkeypatch.setattr(roots, "PAUSE", 0)  # what fails for one caller is tried for the next
    settings.PLUGIN_SECONDS_FACTOR = (
        20.0  # a statement of a plugin that is cancelled takes the test's transaction
    )
    print(f"\nAIXPLORE_ROW_SEED={SEED} AIXPLORE_ROW_QUERIES={DOCUMENTS}")
    random, schema, cursors = Random(SEED), build_schema(), read_cursors(callers["editor"])
    tiers, with_errors, unexpected = Counter[str](), 0, count_unexpected()
    for number in range(DOCUMENTS):
        document = make_document(schema, random, chosen, cursors)
        operation = build_operation(parse(document.text), None, document.variables)
        for name, actor in callers.items():
            found, used = answer(operation, actor, rows=True)
            expected, none = answer(operation, actor, rows=False)
            told = f"seed {SEED}, document {number} as {name}: {document.text} {document.variables}"
            assert found == expected, f"{find_difference(found, expected)}\n{told}"
            assert not none
            assert count_unexpected() == unexpected, f"rows were left by a fault: {told}"
            tiers.update(used.values())
            with_errors += not found.endswith(b'"errors":[]}')
    share = 1 - tiers["T3"] / tiers.total()
    print(f"{tiers.total()} root fields, {share:.0%} of them from rows; {with_errors} answers with errors")
    assert share > LEAST_FROM_ROWS and (with_errors or DOCUMENTS < ENOUGH)
