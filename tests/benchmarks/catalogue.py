"""A catalogue of any size for the benchmarks of reading, written by SQL from a few rows that the factories make."""

from __future__ import annotations

from contextlib import suppress
from io import StringIO
from typing import Any

SUBJECTS = (
    "vector", "agent", "speech", "vision", "graph", "planner", "reranker", "prompt", "dataset", "retrieval",
    "tokenizer", "embedding", "translator", "notebook", "pipeline", "scheduler", "gateway", "benchmark", "robot", "search",
)  # fmt: skip
VENDORS, CATEGORIES, TAGS, TAGS_OF_ONE = 200, 40, 200, 3


def fill(solutions: int, reviews: int) -> None:
    """Write a site with so many solutions, each with a vendor, a category, tags and a body, and so many reviews."""
    from django.core.management import call_command, get_commands
    from django.db import transaction

    with suppress(ImportError):  # checkouts without a snapshot run every migration
        from cms.demo.snapshot import load_snapshot

        load_snapshot()
    call_command("migrate", verbosity=0)
    with transaction.atomic():
        copy_solutions(make_example(), solutions)
        copy_reviews(solutions, reviews)
    index_solutions()
    if "search" in get_commands():  # checkouts in which search is a slot
        call_command("search", "rebuild", stdout=StringIO())
    analyse()


def make_example() -> Any:
    """The solution that all others are copies of, and what they point to."""
    from django.core.management import call_command

    from content_types.solutions.models import Solution
    from content_types.taxonomy.models import Tag
    from content_types.testing.factories import (
        make_category,
        make_review,
        make_site,
        make_solution,
        make_vendor,
    )

    make_site()
    for number in range(VENDORS):
        make_vendor(f"Maker {number:03}")
    for number in range(CATEGORIES):
        make_category(f"Category {number:02}")
    Tag.objects.bulk_create(Tag(name=f"tag-{number:03}", slug=f"tag-{number:03}") for number in range(TAGS))
    example = make_solution("Example", summary="An example.", vendor=make_vendor("Maker"))
    text = (
        "<p>" + "It reads, ranks and answers in one step, and says where an answer comes from. " * 12 + "</p>"
    )
    example.body = [("paragraph", {"text": text})] * 3
    example.save()
    make_review(example)
    call_command("update_index", verbosity=0)  # an old checkout indexes in a worker
    return Solution.objects.get(pk=example.pk)


def execute(sql: str, *values: Any) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def copy_row(model: Any, key: int, changes: dict[str, str], source: str) -> None:
    """Insert copies of one row of one table; `changes` are SQL expressions for columns, `source` counts them as n."""
    columns = [field.column for field in model._meta.local_concrete_fields]
    wanted = [name for name in columns if name != "id" or "id" in changes]
    chosen = ", ".join(f"{changes[name]} AS {name}" if name in changes else f't."{name}"' for name in wanted)
    names = ", ".join(f'"{name}"' for name in wanted)
    table, pk = model._meta.db_table, model._meta.pk.column
    execute(
        f'INSERT INTO {table} ({names}) SELECT {chosen} FROM {table} t, {source} WHERE t."{pk}" = %s', key
    )


def copy_solutions(example: Any, count: int) -> None:
    """Titles begin with a word of SUBJECTS each in turn, and end in the solution's number."""
    from wagtail.models import Page

    parent, first = example.get_parent(), example.pk
    subjects = "(ARRAY[" + ", ".join(f"'{each}'" for each in SUBJECTS) + "])"
    series = f"generate_series(1, {count}) n"
    word = f"{subjects}[1 + n %% {len(SUBJECTS)}]"
    title = f"initcap({word}) || ' tool ' || lpad(n::text, 6, '0')"
    path = f"'{parent.path}' || {write_step('(n + 46656)')}"
    changes = {
        "id": f"{first} + n", "path": path, "title": title, "draft_title": title, "slug": "'tool-' || n",
        "url_path": f"'{parent.url_path}tool-' || n || '/'", "translation_key": "gen_random_uuid()",
        "first_published_at": "now() - n * interval '1 hour'", "last_published_at": "now() - n * interval '1 minute'",
        "latest_revision_id": "NULL::int", "live_revision_id": "NULL::int",
    }  # fmt: skip
    copy_row(Page, first, changes, series)
    execute("SELECT setval(pg_get_serial_sequence('wagtailcore_page', 'id'), %s)", first + count)
    execute("UPDATE wagtailcore_page SET numchild = numchild + %s WHERE id = %s", count, parent.pk)
    own = {
        "page_ptr_id": f"{first} + n",
        "summary": f"'A ' || {word} || ' for teams that build with ' || {subjects}[1 + (n / 7) %% {len(SUBJECTS)}] || '.'",
        "popularity": "(n * 7919) %% 100000",
        "pricing_model": "(ARRAY['free', 'freemium', 'subscription'])[1 + n %% 3]",
        "is_open_source": "n %% 3 = 0",
        "deployment": "CASE n %% 3 WHEN 0 THEN ARRAY['saas'] WHEN 1 THEN ARRAY['saas', 'api'] "
        "ELSE ARRAY['self_hosted', 'api'] END",
        "vendor_id": f"(SELECT min(id) FROM vendors_vendor) + n %% {VENDORS}",
        "category_id": f"(SELECT min(id) FROM taxonomy_category) + n %% {CATEGORIES}",
        "external_id": "'bench-' || n",
    }
    copy_row(type(example), first, own, series)
    execute(
        "INSERT INTO solutions_solution_categories (solution_id, category_id) SELECT page_ptr_id, category_id "
        "FROM solutions_solution WHERE page_ptr_id > %s",
        first,
    )
    execute(
        "INSERT INTO solutions_taggedsolution (content_object_id, tag_id) SELECT DISTINCT page_ptr_id, "
        "(SELECT min(id) FROM taxonomy_tag) + (page_ptr_id * k * 31 + k) %% %s "
        "FROM solutions_solution, generate_series(1, %s) k WHERE page_ptr_id > %s",
        TAGS, TAGS_OF_ONE, first,
    )  # fmt: skip


def write_step(number: str) -> str:
    """The SQL of a number as a step of treebeard's paths: four digits of base 36."""
    digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    return " || ".join(f"substr('{digits}', 1 + {number} / {36**place} %% 36, 1)" for place in (3, 2, 1, 0))


def copy_reviews(solutions: int, count: int) -> None:
    """Reviews without authors, spread evenly."""
    from content_types.reviews.models import Review

    review = Review.objects.get()
    series = f"generate_series(1, {count}) n"
    changes = {
        "solution_id": f"{review.solution_id} + 1 + n %% {max(solutions, 1)}", "author_id": "NULL::int",
        "rating": "1 + n %% 5", "created_at": "now() - n * interval '1 minute'",
    }  # fmt: skip
    copy_row(Review, review.pk, changes, series)


def index_solutions() -> None:
    """Write the search entries of the copies: the example's own entry with each copy's title and summary."""
    from content_types.solutions.models import Solution

    execute(
        """
        INSERT INTO wagtailsearch_indexentry
            (content_type_id, object_id, title_norm, title, autocomplete, body, title_text, body_text)
        SELECT e.content_type_id, p.id::text, 1, setweight(to_tsvector('english', p.title), 'B'),
            to_tsvector('simple', p.title), to_tsvector('english', s.summary || ' ' || e.body_text), p.title,
            s.summary || ' ' || e.body_text
        FROM solutions_solution s JOIN wagtailcore_page p ON p.id = s.page_ptr_id
        JOIN wagtailsearch_indexentry e ON e.content_type_id = p.content_type_id AND e.object_id = %s
        WHERE p.id::text <> e.object_id
        """,
        str(Solution.objects.get(slug="example").pk),
    )


def analyse() -> None:
    """VACUUM ANALYZE, without which the planner is blind."""
    execute("VACUUM ANALYZE")
