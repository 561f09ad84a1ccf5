"""Whether anything that a caller may send tells of a row that it may not see: the answers with and without the row."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Protocol

from django.db import transaction
from django.db.models import Model
from graphql import GraphQLSchema
from wagtail.models import Page

from cms.testing.api import Api
from content_api.limits.bucket_uses import list_mutations
from content_api.model.ids import global_id
from content_api.testing.probes import Probe, Values, documents, mutation_probes, query_probes
from content_types.testing.absence import remove
from content_types.testing.canaries import WORDS
from content_types.testing.viewers import MAY, VIEWERS

__all__ = ["collect_values", "find_interference"]

Document = tuple[str, Mapping[str, Probe]]
Answers = dict[str, tuple[Any, Any]]
"""Value and errors of each probe, by its call."""


class Oracle(Protocol):
    """What is needed of the leak oracle."""

    api: Api
    users: Mapping[str, Any]
    hidden: Mapping[str, Model]
    shown: Mapping[str, Model]

    def hidden_from(self, viewer: str) -> dict[str, Model]: ...
    def leaks(self, viewer: str, answer: Any) -> Iterator[str]: ...


def find_interference(
    oracle: Oracle,
    schema: GraphQLSchema,
    roots: Mapping[str, str],
    names: Collection[str] = (),
    asked: Collection[str] = VIEWERS,
) -> Iterator[str]:
    """A line for each probe and viewer whose answer tells too much.

    names: of roots and mutations; all without. asked: the viewers.
    """
    values = collect_values({**oracle.hidden, **oracle.shown})
    reads = list(documents(filter_probes(query_probes(schema, roots, values), names)))
    writes = list(build_changes(filter_probes(mutation_probes(schema, values), names)))
    for user in oracle.users.values():
        oracle.api.client(user)  # signed in now: a session that a block below begins ends with it
    for rights in dict.fromkeys(MAY[each] for each in asked):
        viewers = [each for each in asked if MAY[each] == rights]
        before = {each: collect_answers(oracle, each, reads, writes) for each in viewers}
        with roll_back():
            remove(oracle.hidden_from(viewers[0]).values())
            after = {each: collect_answers(oracle, each, reads, writes) for each in distinct(before)}
        for each in viewers:
            same = next(other for other in after if before[other] == before[each])
            yield from compare_answers(oracle, each, before[each], after[same])


def build_changes(probes: Sequence[Probe]) -> Iterator[Document]:
    """Documents of mutations: a sensitive one stands alone."""
    alone = {each.name for each in list_mutations() if each.sensitive}
    sensitive = [each for each in probes if each.call.split("(")[0] in alone]
    yield from documents([each for each in probes if each not in sensitive], "mutation")
    for each in sensitive:
        yield from documents([each], "mutation")


def filter_probes(probes: Iterable[Probe], names: Collection[str]) -> list[Probe]:
    return [each for each in probes if not names or (*each.inside, each.call)[0].split("(")[0] in names]


def distinct(told: Mapping[str, Answers]) -> list[str]:
    """Viewers one of whom stands for all who were told the same."""
    chosen: list[str] = []
    for viewer, given in told.items():
        if all(told[other] != given for other in chosen):
            chosen.append(viewer)
    return chosen


def collect_values(rows: Mapping[str, Model]) -> Values:
    """What planted rows are looked for by: their words, the paths of pages, and global ids."""
    paths = [f"/{row.url_path.split('/', 2)[2]}" for row in rows.values() if isinstance(row, Page)]
    return Values(WORDS, paths, [global_id(row) for row in rows.values()])


@contextmanager
def roll_back() -> Iterator[None]:
    """Roll back what the block changes in the database."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def collect_answers(
    oracle: Oracle, viewer: str, reads: Sequence[Document], writes: Sequence[Document]
) -> Answers:
    """The response for a viewer; changes by its mutations are rolled back."""
    told: Answers = {}
    with roll_back():
        for text, probes in [*reads, *writes]:
            told |= read_answers(oracle.api.answer(text, user=oracle.users.get(viewer)), probes)
    return told


def read_answers(answer: Mapping[str, Any], probes: Mapping[str, Probe]) -> Answers:
    """The answers of one document by probe; AssertionError when it was not executed, or failed: the object around a
    field that failed may be null, and nothing was asked of the others in it."""
    told: Answers = {}
    errors = answer.get("errors", ())
    if "data" not in answer or any(each["extensions"]["code"] == "INTERNAL_SERVER_ERROR" for each in errors):
        raise AssertionError(f"A document of probes was rejected or failed: {errors[:3]}")
    for alias, probe in probes.items():
        for place, value in objects(answer["data"], probe.depth):
            mine = [(each["extensions"]["code"], each["message"]) for each in errors if alias in each["path"]]
            told[f"{'.'.join((*probe.inside, place))}{probe.call}"] = (value.get(alias), mine)
    return told


def objects(data: Any, depth: int, place: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The objects that lie so many fields deep, through lists, each with the numbers on its way."""
    if isinstance(data, list):
        for number, each in enumerate(data):
            yield from objects(each, depth, f"{place}{number}.")
    elif data is not None and depth:
        for each in data.values():
            yield from objects(each, depth - 1, place)
    elif data is not None:
        yield place, data


def compare_answers(oracle: Oracle, viewer: str, before: Answers, after: Answers) -> Iterator[str]:
    """The leaks in one viewer's answers; errors repeat what was sent, so they are compared and not searched."""
    for call in sorted({*before, *after}):
        value, errors = before.get(call, (None, None))
        for leak in oracle.leaks(viewer, value):
            yield f"{call} as {viewer}: {leak}"
        if (value, errors) != after.get(call, (None, None)):
            instead = after.get(call)
            yield f"{call} as {viewer}: {value} {errors} is {instead} once the hidden rows are gone"
