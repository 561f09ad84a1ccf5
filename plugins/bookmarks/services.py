"""Keeping, counting and showing bookmarks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.apps import apps
from django.db.models import Count
from django.http import HttpRequest, JsonResponse

from cms.plugin_api import Conflict, Gate, Sample, record_event, settings_of, visible_rows
from plugins.bookmarks.models import Bookmark
from plugins.bookmarks.schema import BookmarkInput, BookmarkPayload
from plugins.bookmarks.settings import Settings

SHOWN = 50
SOLUTION = "solutions.Solution"


def bookmark(given: BookmarkInput, gate: Gate) -> BookmarkPayload:
    """Keep a solution, or let it go; doing so twice changes nothing. Conflict when a person keeps too many."""
    own = Bookmark.objects.filter(user=gate.viewer.user_id)
    if not given.keep:
        own.filter(solution=given.solution).delete()
        return BookmarkPayload(False)
    most = settings_of(Settings).most
    if own.count() >= most and not own.filter(solution=given.solution).exists():
        raise Conflict(f"You keep {most} solutions already: let one go first.")
    _row, is_new = Bookmark.objects.get_or_create(user_id=gate.viewer.user_id, solution_id=given.solution)
    if is_new:
        record_event("bookmarks.added", SOLUTION, given.solution, person=gate.viewer.user_id)
    return BookmarkPayload(True)


def list_bookmarks(gate: Gate) -> list[int]:
    """The solutions that the viewer keeps, the newest first."""
    own = Bookmark.objects.filter(user=gate.viewer.user_id)
    return list(own.values_list("solution", flat=True)[: settings_of(Settings).most])


def is_kept(keys: Sequence[int], gate: Gate) -> Mapping[int, bool]:
    """Which of the solutions the viewer keeps; one statement."""
    own = Bookmark.objects.filter(user=gate.viewer.user_id, solution__in=keys)
    found = set(own.values_list("solution", flat=True))
    return {key: key in found for key in keys}


def counts(keys: Sequence[int], gate: Gate) -> Mapping[int, int]:
    """How many people keep each solution; small numbers are left out. One statement."""
    return public_counts(keys)


def add_interactions(described: dict[int, dict[str, Any]]) -> dict[int, dict[str, Any]]:
    """Descriptions of solutions with the number of bookmarks, as schema.org's InteractionCounter; one statement."""
    numbers = public_counts(list(described))
    return {
        key: {**data, "interactionStatistic": interaction(numbers[key])} if key in numbers else data
        for key, data in described.items()
    }


def interaction(number: int) -> dict[str, Any]:
    kind = "https://schema.org/BookmarkAction"
    return {"@type": "InteractionCounter", "interactionType": kind, "userInteractionCount": number}


def public_counts(keys: Sequence[int]) -> Mapping[int, int]:
    rows = (
        Bookmark.objects.filter(solution__in=keys)
        .order_by()
        .values_list("solution")
        .annotate(number=Count("pk"))
    )
    return dict(rows.filter(number__gte=settings_of(Settings).shown_from))


def find_most_kept(request: HttpRequest) -> list[tuple[int, str, int]]:
    """Keys, titles and numbers of what is kept most, of the solutions that this person may see in the admin.

    Numbers below the setting `shown_from` are left out, as in the API. One statement.
    """
    solutions: Any = apps.get_model("solutions.Solution")
    visible = solutions.objects.filter(visible_rows(request, solutions))
    rows = Bookmark.objects.filter(solution__in=visible.values("pk"))
    numbers = rows.order_by().values_list("solution", "solution__title").annotate(number=Count("pk"))
    public = numbers.filter(number__gte=settings_of(Settings).shown_from)
    return list(public.order_by("-number", "solution__title")[:SHOWN])


def listing(request: HttpRequest) -> Mapping[str, Any]:
    """What the page in the admin shows."""
    return {"rows": find_most_kept(request), "shown_from": settings_of(Settings).shown_from}


def report(request: HttpRequest) -> JsonResponse:
    """The same list for programs: title and number, the most kept first."""
    rows = [{"title": title, "bookmarks": number} for _key, title, number in find_most_kept(request)]
    return JsonResponse({"solutions": rows})


def total() -> list[Sample]:
    return [Sample(Bookmark.objects.count())]


def export_bookmarks(user: int) -> dict[str, Any]:
    """What a person keeps."""
    rows = Bookmark.objects.filter(user=user).order_by("pk").values_list("solution__title", "created_at")
    return {"bookmarks": [{"solution": title, "since": since.isoformat()} for title, since in rows]}


def erase(user: int) -> int:
    return int(Bookmark.objects.filter(user=user).delete()[0])
