"""Greeting, and what the API shows of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count

from aixplore_hello.models import Greeting
from aixplore_hello.settings import Settings
from cms.plugin_api import ContentPublished, Gate, settings_of


def greet(event: ContentPublished) -> None:
    """Greet a solution once, however often it is published. Two statements."""
    if event.kind == "solutions.solution" and not Greeting.objects.filter(solution=event.key).exists():
        Greeting.objects.create(solution_id=event.key, text=settings_of(Settings).word, author="the site")


def count(keys: Sequence[int], gate: Gate) -> Mapping[int, int]:
    """How often each solution was greeted; one statement."""
    rows = Greeting.objects.filter(solution__in=keys).values_list("solution").annotate(Count("pk"))
    return {**dict.fromkeys(keys, 0), **dict(rows)}


def authors(keys: Sequence[int], gate: Gate) -> Mapping[int, list[str]]:
    """Who greeted each solution; one statement."""
    rows = Greeting.objects.filter(solution__in=keys).values_list("solution")
    return dict(rows.annotate(by=ArrayAgg("author", distinct=True)))


def list_greeted(gate: Gate) -> list[int]:
    """Keys of the solutions with a greeting, hidden ones too: the API drops what a caller may not see."""
    return list(Greeting.objects.values_list("solution", flat=True).distinct())
