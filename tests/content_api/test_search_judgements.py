"""The judged queries are sound, their measures are exact, and the best known names are found first."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from cms.relevance.models import Synonym
from content_types.testing.factories import make_site, make_solution
from tests.benchmarks.search.judgements import load_judgements
from tests.benchmarks.search.measures import RELEVANT, compute_ndcg, compute_reciprocal_rank
from tests.benchmarks.search.relevance import rate
from tests.content_api.client import ask

GRADES = {"a": 3, "b": 2, "c": 1}


@pytest.mark.parametrize(
    ("ranking", "rank", "ndcg"),
    [
        (["a", "b", "c"], 1.0, 1.0),
        (["c", "b", "a"], 1 / 2, 0.6806),
        (["x", "y", "b"], 1 / 3, 0.1597),
        (["c"], 0.0, 0.1065),
        ([], 0.0, 0.0),
        ([*"defghijklm", "a"], 0.0, 0.0),
    ],
)
def test_measures(ranking: list[str], rank: float, ndcg: float) -> None:
    assert compute_reciprocal_rank(ranking, GRADES) == pytest.approx(rank)
    assert compute_ndcg(ranking, GRADES) == pytest.approx(ndcg, abs=1e-4)


def test_every_judged_query_has_an_answer() -> None:
    queries = load_judgements()
    kinds = Counter(query.kind for query in queries.values())
    assert len(queries) >= 80 and min(kinds.values()) >= 5, kinds
    assert all(max(query.grades.values()) >= RELEVANT for query in queries.values())


def test_a_ranker_is_rated_by_kind_of_query() -> None:
    queries = load_judgements().values()
    best = {query.text: sorted(query.grades, key=query.grades.__getitem__, reverse=True) for query in queries}
    perfect = rate(lambda text, size: best[text][:size], queries)
    assert {(each.mrr, round(each.ndcg, 6)) for each in perfect.values()} == {(1.0, 1.0)}
    assert set(perfect) == {query.kind for query in queries} | {"all"}


@pytest.mark.parametrize("lines", ["q,name,a,4", "q,name,a,-1", "q,name,a,1\nq,name,a,2"])
def test_a_grade_that_is_none_is_rejected(tmp_path: Path, lines: str) -> None:
    file = tmp_path / "judgements.csv"
    file.write_text(f"query,kind,name,grade\n{lines}\n")
    with pytest.raises(ValueError, match=r"from 0 to 3|once"):
        load_judgements(file)


NAMES = (
    "Claude", "Claude Code", "claude-agent-sdk", "LangChain", "langchain-core", "langchain-community", "scikit-learn",
    "scikit-extensions", "clausal-sklearn", "GPT-4o", "GPT-4o mini", "GPT-4", "C++ Toolkit", "C Toolkit", "C# Toolkit",
)  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("claude", "Claude"),
        ("Claude code", "Claude Code"),
        ("langchain", "LangChain"),
        ("lang-chain", "LangChain"),
        ("scikit learn", "scikit-learn"),
        ("scikitlearn", "scikit-learn"),
        ("sklearn", "scikit-learn"),
        ("SKLearn", "scikit-learn"),
        ("gpt4o", "GPT-4o"),
        ("GPT 4o", "GPT-4o"),
        ("gpt4o mini", "GPT-4o mini"),
        ("gpt-4", "GPT-4"),
        ("C++", "C++ Toolkit"),
        ("C", "C Toolkit"),
        ("c#", "C# Toolkit"),
    ],
)
def test_known_names_come_first(client: Client, text: str, first: str) -> None:
    make_site()
    for place, name in enumerate(NAMES):
        make_solution(
            name,
            slug=f"s{place}",
            summary=f"About {name} and claude, langchain, scikit.",
            popularity=place * 1000,
        )
    Synonym.objects.create(word="sklearn", others="scikit-learn")
    found = ask(
        client, "query($q: String!) { search(query: $q) { nodes { ... on Solution { title } } } }", q=text
    )
    titles: list[Any] = [node["title"] for node in found["search"]["nodes"]]
    assert titles[0] == first
    if text.casefold() in ("c", "c++", "c#"):
        assert titles == [first]
