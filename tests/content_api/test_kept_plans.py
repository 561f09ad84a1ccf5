"""The plans that PostgreSQL keeps for prepared statements are those that it would make for their values."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from cms.testing.api import Api
from content_api.access.gate import build_subtree_rule
from tests.factories.content import make_site, make_solution

LIST = "{ solutions(first: 5, orderBy: [TITLE_ASC]) { nodes { title } } }"
COPIES = 2_000


@pytest.fixture
def many_solutions(db: None) -> None:
    """A site with a solution and its copies, whose rows are all that the planner looks at."""
    make_site()
    example = make_solution("Example")
    for model, key, others in (
        (Page, "id", {"path": "path || n", "url_path": "url_path || n", "slug": "slug || n", "title": "title || n",
                      "translation_key": "gen_random_uuid()", "latest_revision_id": "NULL"}),
        (type(example), "page_ptr_id", {}),
    ):  # fmt: skip
        columns = [each.column for each in model._meta.local_fields]
        values = [f"{key} + n" if each == key else others.get(each, each) for each in columns]
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {model._meta.db_table} ({', '.join(columns)}) SELECT {', '.join(values)} FROM"
                f" {model._meta.db_table}, generate_series(1000, 999 + {COPIES}) n WHERE {key} = %s",
                [example.pk],
            )
            cursor.execute(f"ANALYZE {model._meta.db_table}")


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
