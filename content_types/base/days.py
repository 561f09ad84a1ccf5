"""Days in SQL."""

from __future__ import annotations

from typing import Any

from django.db.models import DateField, DateTimeField, FloatField, Func, Value
from django.db.models.functions import Cast

from cms.declarations import Gate

__all__ = ["FirstDay", "build_present_month", "count_days"]


class FirstDay(Func):
    """The first day of the month of a day, or of a moment in a zone."""

    template = "date_trunc('month', (%(expressions)s)%(zone)s)::date"
    output_field = DateField()

    def __init__(self, day: Any, zone: str = "::timestamp") -> None:
        super().__init__(day, zone=zone)


def build_present_month(gate: Gate) -> FirstDay:
    """The first day of the present month in UTC: what is made of it is kept until the month ends."""
    return FirstDay(Value(gate.viewer.now, output_field=DateTimeField()), zone=" AT TIME ZONE 'UTC'")


def count_days(until: Any, since: Any) -> Cast:
    """The days between two, as a float: PostgreSQL takes longer for other numbers."""
    days = Func(until, since, template="(%(expressions)s)", arg_joiner=" - ", output_field=FloatField())
    return Cast(days, FloatField())
