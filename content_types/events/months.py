"""Months in which events take place, by their stored occurrences: the filter, and the values of its facet.

Months are those of the event's own zone. Left-out days are no occurrences; a cancelled event keeps its own, because
lists show it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import CharField, F, Func, Q, QuerySet, TextField, Value
from django.db.models.functions import Greatest
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cms.declarations import Gate
from content_types.base.days import FirstDay, build_present_month
from content_types.events.models import EventOccurrence
from content_types.events.occurrences import find_horizon

__all__ = ["build_label", "build_rule", "check_months", "list_values"]

MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")
NO_TEXT = Value(None, output_field=TextField())
Span = tuple[date, date]


def check_months(given: Sequence[str], gate: Gate) -> list[Span]:
    """The first and the last day of each month; ValidationError for what is no month, or beyond the horizon."""
    return [check_month(each, gate) for each in given]


def check_month(text: str, gate: Gate) -> Span:
    found = MONTH.fullmatch(text)
    if not found or found[1] == "0000":
        raise ValidationError(_("“%(text)s” is not a month: write it as 2027-04.") % {"text": text})
    first = date(int(found[1]), int(found[2]), 1)
    earliest, latest = (each.date() for each in find_horizon(gate.viewer.now))
    if not earliest.replace(day=1) <= first <= latest:
        message = _("%(month)s is out of range: occurrences are known from %(first)s to %(last)s.")
        raise ValidationError(message % {"month": text, "first": earliest, "last": latest})
    return first, find_next(first) - timedelta(days=1)


def find_next(first: date) -> date:
    """The first day of the month after that of a first day."""
    return (first + timedelta(days=31)).replace(day=1)


def build_rule(spans: Sequence[Span], gate: Gate) -> Q:
    """Events with an occurrence on any day of these months."""
    touching = [Q(first_day__lte=last, last_day__gte=first) for first, last in spans]
    rows = EventOccurrence.objects.filter(reduce(or_, touching, Q(pk__in=())))
    return Q(pk__in=rows.values("event_id"))


def list_values(gate: Gate, language: str | None) -> QuerySet[Any]:
    """For facets: event, no part, month and month again, from the present month on.

    A month is counted whole, as the filter takes it: what was over by today in it counts, too.
    """
    present = build_present_month(gate)
    rows = EventOccurrence.objects.order_by().filter(gate.visible(EventOccurrence), last_day__gte=present)
    month = Months(Greatest(FirstDay(F("first_day")), present), F("last_day"))
    return rows.annotate(month=month).values_list("event_id", NO_TEXT, NO_TEXT, F("month"), F("month"))


class Months(Func):
    """One row for each month that begins at or after a day and not after another one, written 2027-04."""

    template = "to_char(generate_series(%(expressions)s, interval '1 month'), 'YYYY-MM')"
    output_field = CharField()
    set_returning = True


def build_label(value: str) -> str:
    """April 2027, in the language that is active."""
    return date_format(date.fromisoformat(f"{value}-01"), "F Y")
