"""What is compared: each ranker answers the names of the best packages for a query."""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from typing import Any

from tests.benchmarks.search.packages import OPTIONS

__all__ = ["POOLED", "RANKERS", "Ranker"]

Ranker = Callable[[str, int], list[str]]
SEARCH = """query($q: String!, $n: Int!) {
    search(query: $q, kinds: [SOLUTION], first: $n) { nodes { ... on Solution { title } } } }"""


def rank_by_site(text: str, size: int) -> list[str]:
    """The API's `search`, whatever provider fills the slot."""
    from django.test import Client

    body = json.dumps({"query": SEARCH, "variables": {"q": text, "n": size}})
    answer = Client(SERVER_NAME="localhost").post("/graphql", body, content_type="application/json").json()
    if "errors" in answer:
        raise SystemExit(f"{text!r}: {answer['errors']}")
    return [node["title"] for node in answer["data"]["search"]["nodes"]]


def rank_by_wagtail(text: str, size: int) -> list[str]:
    """Wagtail's own database backend, as a site's view would ask it."""
    from modelsearch.backends.database.postgres.postgres import PostgresSearchBackend

    from content_types.solutions.models import Solution

    found = PostgresSearchBackend(OPTIONS).search(text, Solution.objects.live())
    return [row.title for row in found[:size]]


class Bm25:
    """BM25 over the normal form of names, twice, and summaries; any word may match. It fills the pool alone."""

    def __init__(self) -> None:
        self.postings: dict[str, dict[str, int]] = defaultdict(dict)
        self.lengths: dict[str, int] = {}

    def load(self) -> None:
        from cms.search.text import normalize
        from content_types.solutions.models import Solution

        for title, summary in Solution.objects.values_list("title", "summary"):
            words = Counter(stem(word) for word in normalize(f"{title} {title} {summary}").split())
            self.lengths[title] = words.total()
            for word, count in words.items():
                self.postings[word][title] = count

    def __call__(self, text: str, size: int) -> list[str]:
        from cms.search.text import normalize

        if not self.lengths:
            self.load()
        mean = sum(self.lengths.values()) / len(self.lengths)
        scores: Counter[str] = Counter()
        for word in normalize(text).split():
            found = self.postings.get(stem(word), {})
            rarity = math.log(1 + (len(self.lengths) - len(found) + 0.5) / (len(found) + 0.5))
            for name, count in found.items():
                length = 0.25 + 0.75 * self.lengths[name] / mean
                scores[name] += rarity * count * 2.2 / (count + 1.2 * length)  # type: ignore[assignment]
        return [name for name, _score in scores.most_common(size)]


def stem(word: str) -> str:
    """A crude stem: enough to gather candidates."""
    return word[:-1] if len(word) > 3 and word.endswith("s") else word


def rank_by_letters(text: str, size: int) -> list[str]:
    """Names that look alike, by pairs of letters; it fills the pool alone."""
    from rapidfuzz import fuzz, process

    from content_types.solutions.models import Solution

    names = list(Solution.objects.values_list("title", flat=True))
    return [found[0] for found in process.extract(text.lower(), names, scorer=fuzz.ratio, limit=size)]


RANKERS: Mapping[str, Ranker] = {"site": rank_by_site, "Wagtail": rank_by_wagtail}
"""What is measured. Others that answer the same question can be added."""
POOLED: Mapping[str, Any] = {**RANKERS, "BM25": Bm25(), "letters": rank_by_letters}
"""What gathers candidates for the judges."""
