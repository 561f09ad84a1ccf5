"""The judged queries: what a person would expect of each, graded 0 to 3."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["JUDGEMENTS", "JudgedQuery", "load_judgements"]

JUDGEMENTS = Path(__file__).with_name("judgements.csv")


@dataclass
class JudgedQuery:
    """kind: what makes it hard ("typo", "synonym"…). grades: by the name of a package; others are 0."""

    text: str
    kind: str
    grades: dict[str, int] = field(default_factory=dict)


def load_judgements(path: Path = JUDGEMENTS) -> Mapping[str, JudgedQuery]:
    """By the text of the query. ValueError for a grade that is none, or a package judged twice."""
    found: dict[str, JudgedQuery] = {}
    with path.open(newline="", encoding="utf-8") as lines:
        for number, row in enumerate(csv.DictReader(lines), 2):
            query = found.setdefault(row["query"], JudgedQuery(row["query"], row["kind"]))
            grade = int(row["grade"])
            if grade not in range(4) or row["name"] in query.grades:
                raise ValueError(f"Line {number} of {path.name}: a grade from 0 to 3, once for each package.")
            query.grades[row["name"]] = grade
    return found
