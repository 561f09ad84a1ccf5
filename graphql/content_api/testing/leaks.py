"""The leak oracle: planted words that no caller may read, and a look at every answer for them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.test import override_settings
from graphql import GraphQLSchema
from wagtail.models import Site

from cms.plugins.api.contributions import GraphQLQuery
from cms.plugins.api.search import SearchProvider
from cms.plugins.runtime.current import platform
from cms.plugins.runtime.slots import slot
from cms.ratelimit.buckets import registry as rates
from cms.ratelimit.limits import Limits, Rate
from cms.ratelimit.rates import limiter
from cms.testing.api import Api
from content_api.schema.build import build_schema
from content_api.testing import addresses, interference, probes, row_leaks
from content_api.testing.crawl import root_query
from content_types.testing.canaries import WORDS, plant
from content_types.testing.viewers import MAY, RESTRICTED, VIEWERS, make_viewers

__all__ = ["LOOKUPS", "ROOTS", "VIEWERS", "LeakOracle", "planted_oracle", "unlimited"]

ROOTS = {
    "solution": '(slug: "hub")',
    "solutions": "(first: 100)",
    "solutionsBySlug": '(slugs: ["hub", "draftcanary", "passwordcanary", "signed-in"])',
    "vendor": '(slug: "open")',
    "vendors": "(first: 100)",
    "category": '(slug: "models")',
    "categories": "(first: 100)",
    "tag": '(slug: "tagcanary")',
    "tags": "(first: 100)",
    "useCases": "",
    "attributeDefinitions": "(first: 100)",
    "event": '(slug: "meeting")',
    "events": "(first: 100)",
    "eventCalendar": f"(from: {probes.NEAR[0]}, to: {probes.NEAR[1]}, by: DAY)",
    "reviews": "(first: 100)",
    "collection": '(slug: "list")',
    "collections": "(first: 100)",
    "page": '(path: "/")',
    "redirect": '(path: "/old")',
    "redirects": "(first: 100)",
    "sitemap": "",
    "site": "",
    "search": '(query: "canary OR hub OR signedincanary OR membercanary")',
    "suggest": '(query: "can")',
    "trending": "(kind: SOLUTION, first: 100)",
}
"""Roots of the core with the arguments by which they show most."""
LIVE = "solution"
"""A root that shows something to everybody."""
LOOKUPS = ("node", "viewer", "useCase")
"""Roots that need an id of something hidden, or that hold nothing but the caller."""
REFUSALS = {"UNAUTHENTICATED", "FORBIDDEN", "FEATURE_DISABLED"}
"""Errors that a document which asks for everything may get."""


def list_expected_codes() -> set[str]:
    """Error codes that prove nothing wrong; without a plugin that searches, search has nothing to show."""
    return REFUSALS if slot(SearchProvider) else {*REFUSALS, "SEARCH_UNAVAILABLE"}


UNLIMITED = Limits(**dict.fromkeys((each.name for each in fields(Limits)), 10**8))


class unlimited(override_settings):
    """Documents of any size are answered: to ask for everything takes more than a caller may, and than plugins have."""

    def __init__(self) -> None:
        super().__init__(
            PLUGIN_SECONDS_FACTOR=20.0,
            API_LIMITS=dict.fromkeys(settings.API_LIMITS, UNLIMITED),
            RATE_BUCKETS=dict.fromkeys(rates.list_rates(), Rate(10**8, 60, "Everything.")),
            RATE_LIMITS_URL=None,
        )

    def enable(self) -> None:
        """Start with full buckets: what was taken is kept as a time, which is long for buckets of this size."""
        super().enable()
        limiter.cache_clear()

    def disable(self) -> None:
        super().disable()
        limiter.cache_clear()


@dataclass
class LeakOracle:
    """Words are planted in everything hidden; `check` asks the API and the addresses of plugins, and fails where one
    of the words is answered.

    users: the users of VIEWERS; None is the anonymous caller. hidden: the rows that carry words, by name
    ("draft", "private", "pending"…), for plugins that point to them. shown: rows that some may see. words: what each
    viewer may not read.
    """

    api: Api
    users: Mapping[str, Any]
    hidden: Mapping[str, Model]
    shown: Mapping[str, Model] = field(default_factory=dict)
    words: dict[str, set[str]] = field(default_factory=dict)

    def hide(self, word: str, *viewers: str) -> str:
        """Add a word that you planted yourself, hidden from these viewers, or from all; the word."""
        for viewer in viewers or VIEWERS:
            self.words[viewer].add(word.lower())
        return word

    def hidden_from(self, viewer: str) -> dict[str, Model]:
        """The rows that a viewer may not see, by name."""
        rows = {**self.hidden, **self.shown}
        return {name: row for name, row in rows.items() if name not in MAY[viewer]}

    def check(self, document: str | None = None, variables: Mapping[str, Any] | None = None) -> None:
        """AssertionError with viewer, place and word of each leak: in one document, or in all the schema offers.

        A document that asks for everything may be refused some fields; any other error fails as well, because what
        was not answered was not looked at. So does a root of the core without an entry in ROOTS.
        """
        documents = list_roots(build_schema()) if document is None else {"the document": document}
        with unlimited():
            found = [each for viewer in VIEWERS for each in self.check_answers(viewer, documents, variables)]
            if document is None:
                found += addresses.find_leaks(self)
        report(found)

    def check_rows(self) -> None:
        """The same of all roots of the core without the fields of plugins, read as rows (API_ROWS_TIER).

        AssertionError too for a root that some viewer was not answered from rows, for then less was proven.
        """
        with unlimited():
            report(row_leaks.find_leaks(self, ROOTS))

    def check_addresses(self, *plugins: str) -> None:
        """AssertionError with viewer, address, place and word of each leak in what the addresses of plugins answer.

        plugins: whose; all without. Each address is asked with GET, as everybody whom the API knows; one whose path
        captures something is asked for each planted row, by its key, slug or path. `check()` does the same.
        """
        with unlimited():
            found = list(addresses.find_leaks(self, plugins))
        report(found)

    def check_arguments(self, *names: str, viewers: Collection[str] = VIEWERS) -> None:
        """AssertionError for each filter, order, search, id, path, page size or mutation that tells of a hidden row.

        Every argument of the schema is filled: a minute or two; with names, those of these roots and mutations alone.
        viewers: who asks.
        An answer leaks when it holds a word, and also when it is another one (a row, a count, a facet, an order, an
        error) after the rows that its viewer may not see were deleted.
        """
        with unlimited():
            found = list(interference.find_interference(self, build_schema(), ROOTS, names, viewers))
        report(found)

    def check_answers(
        self, viewer: str, documents: Mapping[str, str], variables: Mapping[str, Any] | None
    ) -> Iterator[str]:
        """What is wrong with the answers that one viewer gets."""
        unseen = {RESTRICTED[name] for name in MAY[viewer]} if len(documents) > 1 else set()
        for name, document in documents.items():
            answer = self.api.answer(document, variables, user=self.users.get(viewer))
            unseen -= {word for word in unseen if word in str(answer)}
            for problem in self.problems(viewer, answer):
                yield f"{name} as {viewer}: {problem}"
            if answer.get("data") == {LIVE: None}:
                yield f"{name} as {viewer}: the live content is hidden too, so nothing was proven"
        for word in sorted(unseen):
            yield f"{viewer} may read {word!r} and does not find it, so its absence elsewhere proves nothing"

    def problems(self, viewer: str, answer: Mapping[str, Any]) -> Iterator[str]:
        """What is wrong with one answer."""
        yield from self.leaks(viewer, answer)
        for error in answer.get("errors", ()):
            if error["extensions"]["code"] not in list_expected_codes():
                yield f"{error['extensions']['code']} at {error.get('path')}: {error['message']}"

    def leaks(self, viewer: str, answer: Any) -> Iterator[str]:
        """Where an answer holds words that its viewer may not read."""
        for place, text in texts(answer):
            for word in sorted(self.words[viewer]):
                if word in text.lower():
                    yield f"{place} shows {word!r}"


def planted_oracle(api: Api, site: Site) -> LeakOracle:
    """An oracle for a site, with its people made and its words planted."""
    users, planted = make_viewers(), plant(site)
    shown = {name: planted.pop(name) for name in ("signed_in", "members")}
    words = {viewer: set(WORDS) - {RESTRICTED[name] for name in MAY[viewer]} for viewer in VIEWERS}
    return LeakOracle(api, users, planted, shown, words)


def list_roots(schema: GraphQLSchema) -> dict[str, str]:
    """One document for each root field, by its name; roots that plugins added are asked without arguments."""
    assert schema.query_type is not None
    if unknown := list_roots_without_policy(schema):
        raise AssertionError(
            f"No policy is defined for reading {', '.join(unknown)}: add it to ROOTS in content_api.testing.leaks with"
            " the arguments that return the most rows,  and what it must hide to content_types.testing.canaries."
        )
    names = [name for name in schema.query_type.fields if name not in LOOKUPS]
    return {name: root_query(schema, name, ROOTS.get(name, "")) for name in names}


def list_roots_without_policy(schema: GraphQLSchema) -> list[str]:
    """Roots that are neither in the table above nor a plugin's, which says itself who may ask."""
    assert schema.query_type is not None
    of_plugins = {each.item.name for each in platform().contributions(GraphQLQuery)}
    return sorted(set(schema.query_type.fields) - of_plugins - {*ROOTS, *LOOKUPS})


def report(found: Iterable[str]) -> None:
    """AssertionError with a line for each leak."""
    if lines := list(found):
        raise AssertionError("\n".join(lines))


def texts(value: Any, path: Sequence[str] = ()) -> Iterator[tuple[str, str]]:
    """Every name and value in an answer, as text, with its place ("data.solution.Solution_title")."""
    if isinstance(value, Mapping):
        for name, each in value.items():
            yield ".".join(path), str(name)
            yield from texts(each, (*path, str(name)))
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from texts(each, (*path, str(number)))
    else:
        yield ".".join(path), str(value)
