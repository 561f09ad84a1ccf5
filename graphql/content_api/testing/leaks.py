"""The leak oracle: planted words that no caller may read, and a look at every answer for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.test import override_settings
from graphql import GraphQLSchema
from wagtail.models import Site

from cms.settings.limits import Limits
from cms.testing.api import Api
from content_api.schema import build_schema
from content_api.testing.crawl import root_query
from content_types.testing.canaries import FOR_SIGNED_IN, WORDS, plant
from content_types.testing.factories import make_user

__all__ = ["LOOKUPS", "ROOTS", "VIEWERS", "LeakOracle", "planted_oracle", "unlimited"]

VIEWERS = ("anonymous", "visitor", "editor")
ROOTS = {
    "solution": '(slug: "hub")',
    "solutions": "(first: 100)",
    "vendor": '(slug: "open")',
    "vendors": "(first: 100)",
    "category": '(slug: "models")',
    "categories": "(first: 100)",
    "tags": "(first: 100)",
    "useCases": "",
    "event": '(slug: "meeting")',
    "events": "(first: 100)",
    "reviews": "(first: 100)",
    "collection": '(slug: "list")',
    "collections": "(first: 100)",
    "page": '(path: "/")',
    "redirects": "(first: 100)",
    "site": "",
    "search": '(query: "canary OR hub")',
    "suggest": '(query: "can")',
}
"""Roots of the core with the arguments by which they show most."""
LIVE = "solution"
"""A root that shows something to everybody."""
LOOKUPS = ("node", "viewer", "useCase")
"""Roots that need an id of something hidden, or that hold nothing but the caller."""
REFUSALS = {"UNAUTHENTICATED", "FORBIDDEN", "FEATURE_DISABLED"}
"""Errors that a document which asks for everything may get."""


UNLIMITED = Limits(**dict.fromkeys((each.name for each in fields(Limits)), 10**8))


class unlimited(override_settings):
    """Documents of any size are answered: to ask for everything takes more than a caller may."""

    def __init__(self) -> None:
        super().__init__(API_LIMITS=dict.fromkeys(settings.API_LIMITS, UNLIMITED))


@dataclass
class LeakOracle:
    """Words are planted in everything hidden; `check` asks, and fails where one of them is answered.

    users: the people behind VIEWERS; nobody is the anonymous caller. hidden: the rows that carry words, by name
    ("draft", "private", "pending"…), for plugins that point to them. words: what each viewer may not read.
    """

    api: Api
    users: Mapping[str, Any]
    hidden: Mapping[str, Model]
    words: dict[str, set[str]] = field(default_factory=dict)

    def hide(self, word: str, *viewers: str) -> str:
        """Add a word that you planted yourself, hidden from these viewers, or from all; the word."""
        for viewer in viewers or VIEWERS:
            self.words[viewer].add(word.lower())
        return word

    def check(self, document: str | None = None, variables: Mapping[str, Any] | None = None) -> None:
        """AssertionError with viewer, place and word of each leak: in one document, or in all the schema offers.

        A document that asks for everything may be refused some fields; any other error fails as well, because what
        was not answered was not looked at.
        """
        documents = every_root(build_schema()) if document is None else {"the document": document}
        with unlimited():
            found = [each for viewer in VIEWERS for each in self.asked(viewer, documents, variables)]
        if found:
            raise AssertionError("\n".join(found))

    def asked(
        self, viewer: str, documents: Mapping[str, str], variables: Mapping[str, Any] | None
    ) -> Iterator[str]:
        """What is wrong with the answers that one viewer gets."""
        for name, document in documents.items():
            answer = self.api.answer(document, variables, user=self.users.get(viewer))
            for problem in self.problems(viewer, answer):
                yield f"{name} as {viewer}: {problem}"
            if answer.get("data") == {LIVE: None}:
                yield f"{name} as {viewer}: the live content is hidden as well, so nothing was proven"

    def problems(self, viewer: str, answer: Mapping[str, Any]) -> Iterator[str]:
        """What is wrong with one answer."""
        for place, text in texts(answer):
            for word in sorted(self.words[viewer]):
                if word in text.lower():
                    yield f"{place} shows {word!r}"
        for error in answer.get("errors", ()):
            if error["extensions"]["code"] not in REFUSALS:
                yield f"{error['extensions']['code']} at {error.get('path')}: {error['message']}"


def planted_oracle(api: Api, site: Site) -> LeakOracle:
    """An oracle for a site, with its people made and its words planted."""
    users = {
        "visitor": make_user("visitor"),
        "editor": make_user("editor", groups=("Editors",), is_staff=True),
    }
    oracle = LeakOracle(api, users, plant(site), {viewer: set(WORDS) for viewer in VIEWERS})
    oracle.hide(FOR_SIGNED_IN, "anonymous")
    return oracle


def every_root(schema: GraphQLSchema) -> dict[str, str]:
    """One document for each root field, by its name; roots that plugins added are asked without arguments."""
    assert schema.query_type is not None
    names = [name for name in schema.query_type.fields if name not in LOOKUPS]
    return {name: root_query(schema, name, ROOTS.get(name, "")) for name in names}


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
