"""The plans that PostgreSQL keeps for prepared statements are those that it would make for their values."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from cms.testing.api import Api
from content_api.access.gate import build_subtree_rule
from content_types.reviews.models import Review
from tests.factories.content import make_review, make_site, make_solution

LIST = "{ solutions(first: 5, orderBy: [TITLE_ASC]) { nodes { title } } }"
COPIES = 2_000
PLANNED = 5


@pytest.fixture
def many_solutions(db: None) -> None:
    """A site with a solution, its review, and copies of both, whose rows are all that the planner looks at."""
    make_site()
    example = make_solution("Example", pricing_model="free")
    review = make_review(example)
    copy_row(Page, example.pk, path="path || n", url_path="url_path || n", slug="slug || n", title="title || n",
             translation_key="gen_random_uuid()", latest_revision_id="NULL")  # fmt: skip
    copy_row(
        type(example),
        example.pk,
        popularity="n",
        pricing_model="CASE mod(n, 10) WHEN 0 THEN 'usage' WHEN 1 THEN 'custom' WHEN 2 THEN 'freemium' ELSE 'free' END",
    )
    copy_row(Review, review.pk, solution_id="solution_id + n")


def copy_row(model: type[Model], key: int, **others: str) -> None:
    """Add copies of a row: their keys are the next but 1,000, other columns as said (n: 1,000 and more)."""
    table, own = model._meta.db_table, model._meta.pk.column
    columns = [each.column for each in model._meta.local_fields]
    values = [f"{own} + n" if each == own else others.get(each, each) for each in columns]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(values)} FROM"
            f" {table}, generate_series(1000, 999 + {COPIES}) n WHERE {own} = %s",
            [key],
        )
        cursor.execute(f"ANALYZE {table}")


def test_a_prepared_list_reads_its_page_by_an_index(many_solutions: None) -> None:
    Api().query(LIST)
    with CaptureQueriesContext(connection) as captured:
        Api().query(LIST)
    (statement,) = (
        each["sql"]
        for each in captured
        if '"solutions_solution"."summary"' in each["sql"] or "LIMIT" in each["sql"]
    )
    plan = "\n".join(explain_kept_plan(statement))
    assert "content_api_page_title" in plan and "Sort" not in plan, plan
    rows = re.search(r"Index Scan using content_api_page_title.* rows=(\d+)", plan)
    assert rows is not None and int(rows[1]) > COPIES / 2, plan


@pytest.mark.parametrize(
    "query",
    [
        pytest.param(
            '{ solution(slug: "example") { tags { name } reviews { nodes { title } } } }', id="one key"
        ),
        pytest.param(
            "{ solutions(first: 20, offset: 40, orderBy: [POPULARITY_DESC], filter: {pricingModel: [FREE]}) { nodes { title } } }",
            id="a frequent choice",
        ),
    ],
)
def test_statements_that_come_often_are_planned_once(many_solutions: None, query: str) -> None:
    """PostgreSQL plans a prepared statement five times with its values, and then keeps a plan if it seems as good."""
    for _ in range(PLANNED + 10):
        Api().query(query)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT custom_plans, generic_plans, statement FROM pg_prepared_statements"
            " WHERE custom_plans + generic_plans >= %s",
            [PLANNED],
        )
        found = cursor.fetchall()
    assert found and [each for each in found if each[0] > PLANNED] == []


def explain_kept_plan(statement: str) -> list[str]:
    """What the server plans without looking at values, as it does for a statement that comes often."""
    number = max(map(int, re.findall(r"\$(\d+)", statement)), default=0)
    given = f"({', '.join(['NULL'] * number)})" if number else ""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL plan_cache_mode = force_generic_plan")
        cursor.execute(f"PREPARE kept_plan AS {statement}")
        cursor.execute(f"EXPLAIN EXECUTE kept_plan{given}")
        lines = [line for (line,) in cursor.fetchall()]
        cursor.execute("DEALLOCATE kept_plan")
    return lines


def test_rules_of_subtrees_have_no_parameters(db: None) -> None:
    site = make_site()
    rows = Page.objects.filter(build_subtree_rule("path", [site.root_page.path]))
    sql, params = rows.values("pk").query.sql_with_params()
    assert params == () and f"LIKE '{site.root_page.path}%" in sql
    assert set(rows) == set(site.root_page.get_descendants(inclusive=True))
    assert not Page.objects.filter(build_subtree_rule("path", [])).exists()


@pytest.mark.parametrize("path", ["", "0001%", "0001'; --", "0001 0002", "ö001", "0001\n"])
def test_what_is_no_path_of_a_tree_is_refused(path: Any) -> None:
    with pytest.raises(ValueError, match="is not the path of a tree"):
        Page.objects.filter(build_subtree_rule("path", [path]))
