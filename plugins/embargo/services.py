"""Which solutions are held back, and what editors see of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.plugin_api import Now
from plugins.embargo.models import Embargo

SHOWN = 5


NOT_UNDER_EMBARGO = Q(embargo__isnull=True) | Q(embargo__until__lte=Now())
"""Solutions without an embargo, or with one that is over."""


def show_next_ends(request: Any) -> Mapping[str, Any]:
    """The embargoes that end next; one statement."""
    rows = Embargo.objects.filter(until__gt=timezone.now()).select_related("solution")[:SHOWN]
    edit = "wagtailadmin_pages:edit"
    listed = [(each.solution.title, reverse(edit, args=[each.solution_id]), each.until) for each in rows]
    return {"rows": listed, "text": "" if listed else _("Nothing is under embargo.")}
