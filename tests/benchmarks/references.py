"""What the tiers are measured beside: one hand-written statement, which makes the JSON; plain Grapple is in plain_grapple.

It has no gate, limits, languages or errors: it is what a read costs without them.
"""

from __future__ import annotations

from collections.abc import Callable

__all__ = ["SQL", "build_sql_reader"]

ROW = """json_build_object('title', p.title, 'slug', p.slug, 'summary', s.summary, 'path', p.url_path,
    'vendor', (SELECT json_build_object('name', v.name, 'slug', v.slug) FROM vendors_vendor v WHERE v.id = s.vendor_id),
    'category', (SELECT json_build_object('name', c.name, 'slug', c.slug) FROM taxonomy_category c
        WHERE c.id = s.category_id),
    'tags', (SELECT coalesce(json_agg(json_build_object('name', t.name, 'slug', t.slug) ORDER BY l.id), '[]')
        FROM solutions_taggedsolution l JOIN taxonomy_tag t ON t.id = l.tag_id WHERE l.content_object_id = p.id)%s)"""
REVIEWS = """, 'reviews', (SELECT coalesce(json_agg(json_build_object('rating', r.rating, 'title', r.title)), '[]')
    FROM (SELECT rating, title FROM reviews_review WHERE solution_id = p.id AND state = 'published'
        ORDER BY created_at DESC, id DESC LIMIT 5) r)"""
BODY = """, 'body', (SELECT coalesce(json_agg(json_build_object('__typename', 'ParagraphBlock', 'text', b->'value'->>'text')),
    '[]') FROM jsonb_array_elements(s.body) b), 'reviews', (SELECT coalesce(json_agg(json_build_object('rating', r.rating,
    'title', r.title, 'body', r.body, 'createdAt', r.created_at)), '[]') FROM (SELECT * FROM reviews_review
    WHERE solution_id = p.id AND state = 'published' ORDER BY created_at DESC, id DESC LIMIT 20) r)"""
LIST = """SELECT json_agg(%s) FROM (SELECT page.* FROM wagtailcore_page page
    JOIN solutions_solution own ON own.page_ptr_id = page.id WHERE page.live %s
    ORDER BY %s OFFSET %s LIMIT %s) p JOIN solutions_solution s ON s.page_ptr_id = p.id"""
FREE = "AND own.pricing_model = 'free'"
TOTAL = f"""SELECT json_build_object('total', (SELECT count(*) FROM wagtailcore_page page JOIN solutions_solution own
    ON own.page_ptr_id = page.id WHERE page.live {FREE}), 'nodes', (%s))"""
SEARCH = """WITH hits AS (SELECT e.object_id::int AS id, ts_rank(e.title || e.body, query) AS rank
    FROM wagtailsearch_indexentry e, plainto_tsquery('english', 'agent') query WHERE (e.title || e.body) @@ query)
    SELECT json_build_object('total', (SELECT count(*) FROM hits), 'nodes', (SELECT json_agg(json_build_object(
    'title', p.title, 'path', p.url_path, 'summary', s.summary)) FROM (SELECT hits.id FROM hits JOIN wagtailcore_page page
    ON page.id = hits.id WHERE page.live ORDER BY rank DESC, hits.id LIMIT 20) found JOIN wagtailcore_page p USING (id)
    JOIN solutions_solution s ON s.page_ptr_id = p.id))"""
SQL = {
    "W1": LIST % (ROW % "", "", "title, id", 0, 20),
    "W2": "SELECT %s FROM wagtailcore_page p JOIN solutions_solution s ON s.page_ptr_id = p.id "
    "WHERE p.live AND p.slug = 'tool-7'" % (ROW % BODY),
    "W3": LIST % (ROW % REVIEWS, "", "title, id", 0, 100),
    "W4": TOTAL % (LIST % (ROW % "", FREE, "own.popularity DESC NULLS LAST, id DESC", 40, 20)),
    "W5": SEARCH,
}


def build_sql_reader(name: str) -> Callable[[], bytes]:
    """A function that reads the same by one statement, prepared as the site's own are."""

    def read() -> bytes:
        from django.db import connection

        ((found,),) = connection.read_rows(f"SELECT ({SQL[name]})::text", [])  # type: ignore[attr-defined]
        if not found:
            raise SystemExit(f"The statement of {name} reads nothing.")
        return str(found).encode()

    return read
