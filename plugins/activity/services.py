"""Keeping the entries, and showing the last ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy

from cms.plugin_api import Event, Sample, settings_of
from plugins.activity.models import Entry
from plugins.activity.settings import Settings

VERBS = {
    "content_published": gettext_lazy("published"),
    "content_unpublished": gettext_lazy("taken offline"),
    "review_submitted": gettext_lazy("review submitted"),
    "review_published": gettext_lazy("review published"),
    "vendor_reply_published": gettext_lazy("reply published"),
}
REPEATED = timedelta(minutes=10)


def note(event: Event, kind: str, key: int) -> None:
    """Keep an event, unless the same one was kept a moment ago: deliveries can come twice. Two statements."""
    lately = Entry.objects.filter(happened_at__gt=timezone.now() - REPEATED)
    if not lately.filter(event=event.hook, kind=kind, key=key).exists():
        Entry.objects.create(event=event.hook, kind=kind, key=key)


def tidy() -> str:
    """Delete what is more than the settings keep; a line for the log."""
    oldest = Entry.objects.order_by("-pk").values_list("pk", flat=True)[settings_of(Settings).kept :].first()
    deleted = Entry.objects.filter(pk__lte=oldest).delete()[0] if oldest else 0
    return f"{deleted} old entries deleted"


def show_latest(request: Any) -> Mapping[str, Any]:
    """The card on the home page: one statement, and one for each kind of content in it. Titles of reviews that wait
    are for those who decide about them."""
    found = Entry.objects.all()
    if not request.user.has_perm("reviews.view_review"):
        found = found.exclude(kind__startswith="reviews.")
    entries = list(found[: settings_of(Settings).shown])
    titles = load_titles(entries)
    rows = [
        (
            f"{titles.get((each.kind, each.key), _('deleted'))}: {VERBS.get(each.event, each.event)}",
            "",
            each.happened_at,
        )
        for each in entries
    ]
    return {"rows": rows, "text": "" if rows else _("Nothing has happened yet.")}


def load_titles(entries: list[Entry]) -> dict[tuple[str, int], str]:
    """What the rows behind the entries are called, by kind and key."""
    keys: dict[str, list[int]] = defaultdict(list)
    for entry in entries:
        keys[entry.kind].append(entry.key)
    return {
        (kind, row.pk): str(row)
        for kind, wanted in keys.items()
        for row in apps.get_model(kind)._default_manager.filter(pk__in=wanted)
    }


def measure_depth() -> list[Sample]:
    return [Sample(Entry.objects.count())]
