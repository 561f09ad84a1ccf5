"""MRR and nDCG@10 of each ranker over the judged queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from tests.benchmarks.search.judgements import JudgedQuery, load_judgements
from tests.benchmarks.search.meaning import use_meaning
from tests.benchmarks.search.measures import DEPTH, compute_mean, compute_ndcg, compute_reciprocal_rank
from tests.benchmarks.search.rankers import Ranker
from tests.benchmarks.search.search_server import load_multi_match, run_search_server, use_search_server

__all__ = ["Quality", "compare", "print_pool", "rate"]

TARGETS = {"Wagtail": 1.3, "multi_match": 1.0}
"""What the site's search must reach, as a multiple of others."""


@dataclass(frozen=True)
class Quality:
    """Means over queries."""

    mrr: float
    ndcg: float


def rate(ranker: Ranker, queries: Iterable[JudgedQuery]) -> dict[str, Quality]:
    """The quality of a ranker by kind of query, and of all of them as "all"."""
    forget_answers()
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


def forget_answers() -> None:
    """Forget what the site keeps: another plugin fills a slot of this process, which no running site sees happen."""
    from content_api.engine.answers import answers
    from content_api.model.search.watch import clear_kept_searches

    answers.clear()
    clear_kept_searches()


def compare(rankers: Mapping[str, Ranker], load_synonyms: Callable[[], None]) -> None:
    """Print a table of all rankers, first by themselves, then the site's with synonyms; and the ratios to reach."""
    queries, site = load_judgements().values(), rankers["site"]
    rated = {name: rate(ranker, queries) for name, ranker in rankers.items()}
    with run_search_server() as server:
        if server is not None:
            rated["multi_match"] = rate(load_multi_match(server), queries)
            with use_search_server(server, rebuild=True):
                rated["on server"] = rate(site, queries)
        rate_with_meaning(rated, "meaning", site, queries)
        load_synonyms()
        rate_with_meaning(rated, "meaning, synonyms", site, queries)
        rated["site, synonyms"] = rate(site, queries)
        if server is not None:
            with use_search_server(server):
                rated["server, synonyms"] = rate(site, queries)
    print_table(rated)
    for ours in ("site", "on server", "site, synonyms", "server, synonyms"):
        for other, target in TARGETS.items():
            if ours in rated and other in rated:
                print_ratio(ours, other, rated[ours]["all"], rated[other]["all"], target)


def rate_with_meaning(
    rated: dict[str, dict[str, Quality]], name: str, site: Ranker, queries: Iterable[JudgedQuery]
) -> None:
    """Rate the site with the vectors of a real model, where that is installed."""
    with use_meaning() as is_there:
        if is_there:
            rated[name] = rate(site, queries)


def print_table(rated: Mapping[str, Mapping[str, Quality]]) -> None:
    kinds = next(iter(rated.values()))
    print("MRR and nDCG@10 of the judged queries")
    print(f"{'':<10}" + "".join(f"{name:>18}" for name in rated))
    for kind in [*(kind for kind in kinds if kind != "all"), "all"]:
        figures = (f"{each[kind].mrr:>12.3f} {each[kind].ndcg:.3f}" for each in rated.values())
        print(f"{kind:<10}" + "".join(figures))


def print_ratio(ours: str, other: str, mine: Quality, theirs: Quality, target: float) -> None:
    mrr, ndcg = mine.mrr / theirs.mrr, mine.ndcg / theirs.ndcg
    print(f"{ours} / {other}: MRR {mrr:.2f}, nDCG@10 {ndcg:.2f} (target ≥ {target})")


def print_pool(rankers: Mapping[str, Ranker], texts: Iterable[str], describe: Callable[[str], str]) -> None:
    """Candidates of every ranker for new queries, with their summaries and in no order, for a person to grade."""
    for text in texts:
        names = {name for ranker in rankers.values() for name in ranker(text, 2 * DEPTH)}
        for name in sorted(names):
            print(f"{text},{name},: {describe(name)}")
