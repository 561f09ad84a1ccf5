"""Events for the benchmark of months, written by SQL from one event that the factories make."""

from __future__ import annotations

from tests.benchmarks.catalogue import analyse, copy_row, execute

RULES = {"single": ("", 0), "monthly": ("FREQ=MONTHLY", 31), "weekly": ("FREQ=WEEKLY", 7)}
"""The rule of each kind, and the days between two occurrences."""


def fill_events(kind: str, count: int) -> None:
    """A site with so many events, all with an occurrence in the next month; the repeating ones with those that are
    stored of such an event, two years back and two ahead."""
    from django.core.management import call_command
    from wagtail.models import Page

    from content_types.events.models import Event
    from content_types.testing.factories import make_event, make_site

    call_command("migrate", verbosity=0)
    make_site()
    rule, days = RULES[kind]
    example = make_event("Example")
    parent, first = example.get_parent(), example.pk
    series = f"generate_series(1, {count}) n"
    start = (
        "date_trunc('month', now()) + interval '1 month' + (n %% 26) * interval '1 day' + interval '18 hours'"
    )
    changes = {
        "id": f"{first} + n", "path": f"'{parent.path}' || lpad(upper(to_hex(n + 4096)), 4, '0')",
        "title": "'Event ' || lpad(n::text, 5, '0')", "draft_title": "'Event ' || n", "slug": "'event-' || n",
        "url_path": f"'{parent.url_path}event-' || n || '/'", "translation_key": "gen_random_uuid()",
        "latest_revision_id": "NULL::int", "live_revision_id": "NULL::int",
    }  # fmt: skip
    copy_row(Page, first, changes, series)
    execute("SELECT setval(pg_get_serial_sequence('wagtailcore_page', 'id'), %s)", first + count)
    execute("UPDATE wagtailcore_page SET numchild = numchild + %s WHERE id = %s", count, parent.pk)
    ends = f"{start} + interval '2 hours'"
    own = {
        "page_ptr_id": f"{first} + n", "starts_at": start, "ends_at": ends, "time_zone": "'UTC'",
        "recurrence": f"'{rule}'", "final_end_at": ends if kind == "single" else "NULL::timestamptz",
    }  # fmt: skip
    copy_row(Event, first, own, series)
    span = 0 if kind == "single" else 730
    execute(
        f"""INSERT INTO events_eventoccurrence
            (event_id, starts_at, ends_at, first_day, last_day, all_day, next_during)
        SELECT page_ptr_id, at, at + interval '2 hours', at::date, at::date, false,
            tstzrange(lag(at) OVER (PARTITION BY page_ptr_id ORDER BY at) + interval '2 hours', at + interval '2 hours')
        FROM events_event, generate_series(starts_at - interval '{span} days', starts_at + interval '{span} days',
            interval '{days or 1} days') at WHERE page_ptr_id > %s""",
        first,
    )
    analyse()
