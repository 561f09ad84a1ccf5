"""The leak oracle's look at what is read as rows: its usual documents ask plugins too, who refuse some callers, and a
root field with an error is not answered from rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Protocol
from unittest.mock import patch

from django.test import override_settings
from graphql import parse

from cms.base.measures import ROOT_FIELDS
from content_api.engine.rows import roots
from content_api.engine.rows.opaque import Opaque
from content_api.engine.rows.plans import find_roots
from content_api.model.field_sources import PluginFieldSource
from content_api.operation import build_operation
from content_api.schema.build import build_schema
from content_api.schema.field_sources.columns import known_sources
from content_api.testing.crawl import root_query
from content_types.testing.viewers import VIEWERS

__all__ = ["find_leaks"]

MEMBERS = ("the page of members", "page", '(path: "/members/")')
"""What some may see and no list shows."""


class Oracle(Protocol):
    """What is asked of the oracle."""

    def check_answers(
        self, viewer: str, documents: Mapping[str, str], variables: Mapping[str, Any] | None
    ) -> Iterator[str]: ...


def find_leaks(oracle: Oracle, arguments: Mapping[str, str]) -> Iterator[str]:
    """A line for each leak, and for each root that is planned as rows and was not answered from them.

    arguments: of each root field, as text.
    """
    documents = list_documents(arguments)
    with override_settings(API_ROWS_TIER=True), patch.object(roots, "PAUSE", 0):
        for viewer in VIEWERS:
            before = count_from_rows()
            yield from oracle.check_answers(viewer, documents, None)
            if (missing := len(documents) - int(count_from_rows() - before)) > 0:
                yield f"{missing} of {len(documents)} roots were not answered from rows to {viewer}"


def list_documents(arguments: Mapping[str, str]) -> dict[str, str]:
    """One document for each root field that is read as rows, with all its fields but those of plugins."""
    schema = build_schema()
    skipped = {each for each, source in known_sources().items() if isinstance(source, PluginFieldSource)}
    asked = [*((name, name, given) for name, given in arguments.items()), MEMBERS]
    found = {told: root_query(schema, name, given, skipped) for told, name, given in asked}
    return {name: document for name, document in found.items() if is_planned(document)}


def is_planned(document: str) -> bool:
    operation = build_operation(parse(document), None, {})
    planned = find_roots(build_schema(), operation.node, operation.fragments, operation.variables)
    return not any(isinstance(each, Opaque) for each in planned.values())


def count_from_rows() -> float:
    """How many root fields of this process were answered from rows."""
    return sum(float(ROOT_FIELDS.labels(tier)._value.get()) for tier in ("T1", "T1+T3"))
