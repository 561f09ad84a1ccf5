"""Asking the addresses of plugins for planted words: GET, as every kind of viewer, for every planted row."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from typing import Any, Protocol

from django.db.models import Model
from django.http import HttpResponse
from django.urls import converters
from wagtail.models import Page

from cms.plugins.api.contributions import Url
from cms.plugins.api.routes import build_path, compile_route
from cms.plugins.loader.records import RegisteredItem
from cms.plugins.runtime.current import platform
from cms.plugins.runtime.decisions import last_errors
from cms.testing.api import Api
from content_types.testing.viewers import VIEWERS

__all__ = ["find_leaks"]


class Oracle(Protocol):
    """What is needed of the leak oracle."""

    api: Api
    users: Mapping[str, Any]
    words: dict[str, set[str]]
    hidden: Mapping[str, Model]
    shown: Mapping[str, Model]

    def leaks(self, viewer: str, answer: Any) -> Iterator[str]: ...


def find_leaks(oracle: Oracle, plugins: Collection[str] = ()) -> Iterator[str]:
    """A line for each planted word in an answer, and for each address that did not answer at all."""
    rows = [*oracle.hidden.values(), *oracle.shown.values()]
    known = {each.plugin for each in platform().contributions(Url)}
    if absent := sorted(set(plugins) - known):
        raise AssertionError(f"No address of {', '.join(absent)} to ask. Addresses have: {sorted(known)}.")
    for registered in platform().contributions(Url):
        if not plugins or registered.plugin in plugins:
            for path in fill_route(registered, rows):
                for viewer in VIEWERS:
                    yield from problems(oracle, registered, path, viewer)


def problems(oracle: Oracle, registered: RegisteredItem[Url], path: str, viewer: str) -> Iterator[str]:
    """What is wrong with the answer to one viewer."""
    address = f"/plugins/{registered.plugin}/{path}"
    response = oracle.api.client(oracle.users.get(viewer)).get(address)
    if response.status_code >= 500:
        errors = last_errors(registered.plugin)
        reason = errors[0]["reason"] if errors else "see the log"
        yield f"{address} as {viewer}: it answered {response.status_code}, so nothing was looked at: {reason}"
        return
    for leak in oracle.leaks(viewer, read_response(response)):
        word = leak.rpartition(" shows ")[2].strip("'")
        if response.status_code == 200 or word not in address:  # others may repeat what was asked for
            yield f"{address} as {viewer}: {leak}"


def read_response(response: HttpResponse) -> dict[str, Any]:
    """The body, parsed where it is JSON, and the headers."""
    text = response.content.decode(response.charset or "utf-8", "replace")
    try:
        body = json.loads(text)
    except ValueError:
        body = text
    return {"body": body, "headers": dict(response.headers)}


def fill_route(registered: RegisteredItem[Url], rows: Collection[Model]) -> list[str]:
    """The paths to ask: one where nothing is captured, otherwise one for each planted row."""
    route = compile_route(registered.item.path)
    if not route.converters:
        return [registered.item.path]
    paths = {}
    for row in rows:
        values = {
            name: each.to_url(choose_value(registered, each, row)) for name, each in route.converters.items()
        }
        path = build_path(registered.item.path, values)
        if route.match(path):
            paths[path] = True
    if not paths:
        raise AssertionError(
            f"{registered.item.describe()}: no planted row fits its path {registered.item.path!r}."
        )
    return list(paths)


def choose_value(registered: RegisteredItem[Url], converter: Any, row: Model) -> Any:
    """What a converter is filled with for a row."""
    if isinstance(converter, converters.IntConverter):
        return row.pk
    if isinstance(converter, converters.UUIDConverter):
        return getattr(row, "translation_key", "00000000-0000-0000-0000-000000000000")
    if isinstance(converter, converters.PathConverter):
        return row.url_path.split("/", 2)[2] if isinstance(row, Page) else str(row.pk)
    if isinstance(converter, converters.StringConverter):
        return getattr(row, "slug", None) or str(row.pk)
    raise AssertionError(
        f"{registered.item.describe()}: no value is defined for a {type(converter).__name__}:"
        " use int, str, slug, path or uuid."
    )
