"""MRR and nDCG@10 of each ranker over the judged queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from tests.benchmarks.search.judgements import JudgedQuery, load_judgements
from tests.benchmarks.search.measures import DEPTH, compute_mean, compute_ndcg, compute_reciprocal_rank
from tests.benchmarks.search.rankers import Ranker

__all__ = ["Quality", "compare", "print_pool", "rate"]

TARGET = 1.3
"""What the site's search must reach, as a multiple of Wagtail's."""


@dataclass(frozen=True)
class Quality:
    """Means over queries."""

    mrr: float
    ndcg: float


def rate(ranker: Ranker, queries: Iterable[JudgedQuery]) -> dict[str, Quality]:
    """The quality of a ranker by kind of query, and of all of them as "all"."""
    found: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for query in queries:
        ranking = ranker(query.text, DEPTH)
        values = compute_reciprocal_rank(ranking, query.grades), compute_ndcg(ranking, query.grades)
        found[query.kind].append(values)
        found["all"].append(values)
    return {
        kind: Quality(compute_mean([mrr for mrr, _ in values]), compute_mean([ndcg for _, ndcg in values]))
        for kind, values in found.items()
    }


def compare(rankers: Mapping[str, Ranker], load_synonyms: Callable[[], None]) -> None:
    """Print a table, and what the site reaches as a multiple of Wagtail: first by itself, then with synonyms."""
    queries = load_judgements().values()
    rated = {name: rate(ranker, queries) for name, ranker in rankers.items()}
    load_synonyms()
    rated["with synonyms"] = rate(rankers["site"], queries)
    print(f"{len(queries)} judged queries: MRR and nDCG@10")
    print(f"{'':<10}" + "".join(f"{name:>16}" for name in rated))
    for kind in dict.fromkeys([*(query.kind for query in queries), "all"]):
        print(
            f"{kind:<10}"
            + "".join(f"{each[kind].mrr:>10.3f} {each[kind].ndcg:.3f}" for each in rated.values())
        )
    base = rated["Wagtail"]["all"]
    for name in ("site", "with synonyms"):
        ours = rated[name]["all"]
        print(
            f"{name} / Wagtail: MRR {ours.mrr / base.mrr:.2f}, nDCG@10 {ours.ndcg / base.ndcg:.2f} (target ≥ {TARGET})"
        )


def print_pool(rankers: Mapping[str, Ranker], texts: Iterable[str], describe: Callable[[str], str]) -> None:
    """Candidates of every ranker for new queries, with their summaries and in no order, for a person to grade."""
    for text in texts:
        names = {name for ranker in rankers.values() for name in ranker(text, 2 * DEPTH)}
        for name in sorted(names):
            print(f"{text},{name},: {describe(name)}")
