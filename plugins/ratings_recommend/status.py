"""How the ratings are: for operators, Prometheus and editors."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cms.plugin_api import Health, Sample
from plugins.ratings_recommend.models import Aggregate, RankSnapshot

LATE = timedelta(hours=36)
SHOWN = 5


def recomputed_at() -> datetime | None:
    """When everything was last worked out anew; None when it never was."""
    return RankSnapshot.objects.order_by("-taken_at").values_list("taken_at", flat=True).first()


def recomputed_lately() -> Health:
    """Two statements at most. A site without ratings has nothing to recompute."""
    last = recomputed_at()
    if last is None:
        rated = Aggregate.objects.exists()
        return Health(ok=not rated, message="Never recomputed: run the job." if rated else "Nothing rated.")
    late = timezone.now() - last > LATE
    return Health(ok=not late, message=f"Last recomputed at {last.isoformat(timespec='seconds')}.")


def rated() -> list[Sample]:
    return [Sample(Aggregate.objects.count())]


def seconds_since() -> list[Sample]:
    """No sample before the first recompute."""
    last = recomputed_at()
    return [Sample((timezone.now() - last).total_seconds())] if last else []


def best(request: Any) -> Mapping[str, Any]:
    """The card on the home page, in two statements: how many solutions are rated, and the best ones."""
    rows = Aggregate.objects.order_by("-score", "-count").select_related("solution")[:SHOWN]
    return {
        "count": Aggregate.objects.count(),
        "rows": [(row.solution.title, "", f"{row.recommending} / {row.count}") for row in rows],
        "text": _("solutions rated"),
        "detail": _("How many of their reviews recommend them."),
    }
