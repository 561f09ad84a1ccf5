"""How the ratings are: for operators, Prometheus and editors."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _, ngettext

from cms.plugin_api import Health, Sample
from plugins.ratings_bayesian.models import Aggregate, RankSnapshot
from plugins.ratings_bayesian.services import TOP_WEIGHT

LATE = timedelta(hours=36)
SHOWN = 5


def get_last_recompute() -> datetime | None:
    """When everything was last recomputed; None if never."""
    return RankSnapshot.objects.order_by("-taken_at").values_list("taken_at", flat=True).first()


def check_last_recompute() -> Health:
    """Two statements at most. A site without ratings has nothing to recompute."""
    last = get_last_recompute()
    if last is None:
        rated = Aggregate.objects.exists()
        return Health(ok=not rated, message="Never recomputed: run the job." if rated else "Nothing rated.")
    late = timezone.now() - last > LATE
    return Health(ok=not late, message=f"Last recomputed at {last.isoformat(timespec='seconds')}.")


def count_rated() -> list[Sample]:
    return [Sample(Aggregate.objects.count())]


def measure_recompute_age() -> list[Sample]:
    """No sample before the first recompute."""
    last = get_last_recompute()
    return [Sample((timezone.now() - last).total_seconds())] if last else []


def show_best(request: Any) -> Mapping[str, Any]:
    """The card on the home page, in three statements: how many solutions are rated, the best well-founded ones that
    are published, and when everything was last recomputed."""
    top = Aggregate.objects.filter(solution__live=True, weight_sum__gte=TOP_WEIGHT)
    rows = top.order_by("-score", "-lower_bound", "solution").select_related("solution")[:SHOWN]
    found = [
        (row.solution.title, edit_url(row.solution_id), f"{row.score:.2f} ({row.count})") for row in rows
    ]
    rated = Aggregate.objects.count()
    counted = ngettext("%(count)d solution is rated.", "%(count)d solutions are rated.", rated) % {
        "count": rated
    }
    detail = f"{counted} {last_recompute()}"
    if not found:
        return {"text": _("No published solution has enough reviews for the list yet."), "detail": detail}
    return {"rows": found, "detail": f"{_('Score, and reviews in brackets.')} {detail}"}


def edit_url(solution: int) -> str:
    return reverse("wagtailadmin_pages:edit", args=[solution])


def last_recompute() -> str:
    """When that was, for editors: in the time zone of the admin."""
    last = get_last_recompute()
    if last is None:
        return _("Never recomputed.")
    return _("Recomputed on %(date)s.") % {"date": date_format(localtime(last), "DATETIME_FORMAT")}
