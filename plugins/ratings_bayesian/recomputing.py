"""Recompute everything each night: aggregates, priors and stored rankings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from io import StringIO

from django.core.management import call_command
from django.db import connection, transaction

from cms.plugin_api import ReviewFacts, settings_of
from plugins.ratings_bayesian import mathematics
from plugins.ratings_bayesian.mathematics import PriorBelief
from plugins.ratings_bayesian.models import Aggregate, Prior, RankSnapshot
from plugins.ratings_bayesian.services import COUNTS, METHODOLOGY, WEIGHTS, Tally, build_first_prior
from plugins.ratings_bayesian.settings import Settings

BATCH = 1000
DERIVED = ["count", "average", "score", "lower_bound", "weight_sum", "prior_mean", "prior_weight", "as_of"]
COLUMNS = ["category", *COUNTS, *WEIGHTS, *DERIVED]


@dataclass(slots=True)
class HashedTally(Tally):
    """A tally and a line about each review in it, for the hash of a ranking's inputs."""

    lines: list[str] = field(default_factory=list)


Tallies = Mapping[int, HashedTally]


def recompute_published() -> str:
    """The nightly job: the core hands over the reviews, for it knows which of them everybody may see; a line for the
    log."""
    call_command("recompute_ratings", stdout=StringIO())
    return f"{Aggregate.objects.count()} solutions rated"


def recompute(reviews: Iterable[ReviewFacts], now: datetime) -> None:
    """Replace all aggregates and priors by those of these reviews, and keep the rankings that follow.

    Changes wait until it is done, and are taken in on top: the table is locked before the first review is read, so
    hand over an iterator that reads late. Ratings can be read all the while.
    """
    with transaction.atomic():
        lock()
        tallies = collect_tallies(reviews, now)
        priors = compute_priors(tallies)
        write_priors(priors, now)
        rows = [
            Aggregate(solution_id=solution, **tally.columns(priors.get(tally.category) or priors[None], now))
            for solution, tally in tallies.items()
        ]
        write(rows)
        keep_rankings(rows, tallies, now)


def lock() -> None:
    """Hold off every writer, and every reader who means to write, until the end of the transaction."""
    table = connection.ops.quote_name(Aggregate._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {table} IN EXCLUSIVE MODE")


def collect_tallies(reviews: Iterable[ReviewFacts], now: datetime) -> Tallies:
    """The reviews by solution, those from the future as if of now."""
    tallies: dict[int, HashedTally] = {}
    for facts in reviews:
        tally = tallies.setdefault(facts.solution, HashedTally(facts.category))
        tally.take(facts, 1, now)
        tally.lines.append(line(facts))
    return tallies


def line(facts: ReviewFacts) -> str:
    written = facts.created_at.timestamp()
    return f"{facts.solution} {facts.review} {facts.rating} {facts.verification} {written:.6f}"


def compute_priors(tallies: Tallies) -> dict[int | None, PriorBelief]:
    """Priors by category, for categories with enough rated solutions, and by None the one of all solutions."""
    least = settings_of(Settings).rated_solutions
    by_category: dict[int | None, list[Tally]] = defaultdict(list)
    for tally in tallies.values():
        by_category[tally.category].append(tally)
    found = {category: prior_from(each) for category, each in by_category.items() if len(each) >= least}
    found[None] = prior_from(list(tallies.values())) if len(tallies) >= least else build_first_prior()
    return found


def prior_from(tallies: Sequence[Tally]) -> PriorBelief:
    """The weighted mean of all their stars, and the weight by the method of moments."""
    start = build_first_prior()
    units = [sum(each) for each in zip(*(tally.units for tally in tallies), strict=True)]
    mean = mathematics.sum_stars(units) / sum(units) if any(units) else start.mean
    return PriorBelief(mean, mathematics.prior_weight([tally.counts for tally in tallies], start.weight))


def write_priors(priors: Mapping[int | None, PriorBelief], now: datetime) -> None:
    Prior.objects.all().delete()
    Prior.objects.bulk_create(
        Prior(category=category, mean=prior.mean, weight=prior.weight, computed_at=now)
        for category, prior in priors.items()
    )


def write(rows: Sequence[Aggregate]) -> None:
    """Make these rows the only ones."""
    gone = set(Aggregate.objects.values_list("solution", flat=True)) - {row.solution_id for row in rows}
    if gone:
        Aggregate.objects.filter(solution__in=gone).delete()
    Aggregate.objects.bulk_create(
        rows, BATCH, update_conflicts=True, unique_fields=["solution"], update_fields=COLUMNS
    )


def keep_rankings(rows: Sequence[Aggregate], tallies: Tallies, now: datetime) -> None:
    """Keep the ranking of all solutions and of each category; the oldest go."""
    best_first = sorted(rows, key=lambda row: (-row.score, -row.lower_bound, row.solution_id))
    members: dict[int | None, list[Aggregate]] = {None: best_first}
    for row in best_first:
        if row.category is not None:
            members.setdefault(row.category, []).append(row)
    RankSnapshot.objects.filter(taken_at__lt=now - timedelta(days=settings_of(Settings).kept_days)).delete()
    RankSnapshot.objects.bulk_create(
        RankSnapshot(
            taken_at=now,
            category=category,
            methodology=METHODOLOGY,
            inputs_hash=hash_lines(fact for row in ranked for fact in tallies[row.solution_id].lines),
            ranking=[[row.solution_id, round(row.score, 4), row.count] for row in ranked],
        )
        for category, ranked in members.items()
    )


def hash_lines(lines: Iterable[str]) -> str:
    """SHA-256 of the facts, which does not depend on the order in which they came."""
    return sha256("\n".join(sorted(lines)).encode()).hexdigest()
