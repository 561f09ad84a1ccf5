"""Keeping the entries, and showing the last ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.db.models import Count, Max, QuerySet
from django.db.models.functions import TruncHour
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy, ngettext
from wagtail.admin.admin_url_finder import AdminURLFinder

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
UNNAMED = ("wagtailcore.pageviewrestriction", "wagtailcore.collectionviewrestriction")
"""Kinds whose rows have no name that people would know."""


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
    """The card on the home page: one statement, and one for each kind of content in it. What happened to rows of one
    kind within an hour is one line, so that an import does not fill the card. Titles of reviews that wait are for those
    who decide about them."""
    found = Entry.objects.all()
    if not request.user.has_perm("reviews.view_review"):
        found = found.exclude(kind__startswith="reviews.")
    groups = list(group_entries(found)[: settings_of(Settings).shown])
    contents, finder = load_contents(groups), AdminURLFinder(request.user)
    rows = []
    for group in groups:
        content = contents.get((group["kind"], group["key"]))
        address = finder.get_edit_url(content) if content is not None else ""
        rows.append((describe_group(group, content), address or "", group["latest"]))
    return {"rows": rows, "text": "" if rows else _("Nothing has happened yet.")}


def group_entries(entries: QuerySet[Entry]) -> QuerySet[Entry, dict[str, Any]]:
    """Entries of one event and kind within an hour, the latest group first. key: of one of them."""
    groups = entries.order_by().annotate(hour=TruncHour("happened_at")).values("event", "kind", "hour")
    return groups.annotate(
        number=Count("key", distinct=True), latest=Max("happened_at"), key=Max("key"), newest=Max("pk")
    ).order_by("-latest", "-newest")


def describe_group(group: Mapping[str, Any], content: Any) -> str:
    """“Atlas: published”, “Atlas and 200 others: published”."""
    title, others = str(content) if content is not None else _("deleted"), group["number"] - 1
    if others:
        text = ngettext("%(title)s and %(count)d other", "%(title)s and %(count)d others", others)
        title = text % {"title": title, "count": others}
    return f"{title}: {VERBS.get(group['event'], group['event'])}"


def load_contents(groups: list[dict[str, Any]]) -> dict[tuple[str, int], Any]:
    """One row of each group, by kind and key."""
    keys: dict[str, list[int]] = defaultdict(list)
    for group in groups:
        keys[group["kind"]].append(group["key"])
    return {
        (kind, row.pk): row
        for kind, wanted in keys.items()
        for row in apps.get_model(kind)._default_manager.filter(pk__in=wanted)
    }


def measure_depth() -> list[Sample]:
    return [Sample(Entry.objects.count())]
