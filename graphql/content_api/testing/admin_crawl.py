"""Every address of the admin, made from the URL resolver and filled with the keys of planted rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from itertools import cycle, islice
from typing import Any

from django.apps import apps
from django.contrib.messages import get_messages
from django.db import transaction
from django.db.models import Model
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.http import urlencode
from wagtail.admin.views.bulk_action.registry import bulk_action_registry

from cms.plugins.api.contributions import AdminPanel, Url
from cms.plugins.runtime.current import platform
from cms.visibility.middleware import KEYS

__all__ = ["AdminAddress", "AdminCrawl", "admin_addresses"]

PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>((?:[^()]|\([^()]*\))*)\)")
MODELS: Mapping[str, str] = {
    **KEYS,
    "revision_id": "wagtailcore.Revision",
    "collection_id": "wagtailcore.Collection",
    "redirect_id": "wagtailredirects.Redirect",
    "task_id": "wagtailcore.Task",
    "workflow_pk": "wagtailcore.Workflow",
    "decision": "reviews.ModerationAction",
    "merge": "merging.Merge",
    "key": "solutions.Solution",
}
"""Which model's keys a parameter of this name takes."""
FIXED: Mapping[str, Sequence[str]] = {
    "content_type_app_name": ["solutions"],
    "content_type_model_name": ["solution"],
    "app_label": ["vendors", "taxonomy", "solutions", "wagtailcore", "media"],
    "app_name": ["vendors", "taxonomy", "solutions", "taggit", "pages"],
    "model_name": ["vendor", "tag", "solution", "tag", "sitesettings"],
    "action_name": ["approve", "publish", "copy"],
    "revision_id_a": ["live", "earliest"],
    "revision_id_b": ["latest"],
    "kind": ["solution"],
    "filter_spec": ["max-165x165"],
    "format": ["csv"],
    "uidb64": ["MQ"],
    "token": ["x"],
    "task_state_id": ["1"],
    "workflow_state_id": ["1"],
    "uploaded_file_id": ["1"],
    "session_id": ["1"],
}
"""What stands for parameters that are no keys of planted rows."""
PREVIEWS = ("preview", "external_link")


@dataclass(frozen=True)
class AdminAddress:
    """One pattern of the admin. route: as the resolver writes it. name: with its namespace, if it has one."""

    route: str
    name: str
    view: Callable[..., Any]

    @property
    def parameters(self) -> list[str]:
        return [first or second for first, second, _ in PARAMETER.findall(self.route)]

    @property
    def model(self) -> type[Model] | None:
        """The model that the view is about, where it says so."""
        given = getattr(self.view, "view_initkwargs", {}).get("model")
        given = given or getattr(getattr(self.view, "view_class", None), "model", None)
        return given if isinstance(given, type) else None


def admin_addresses() -> list[AdminAddress]:
    """Every pattern below /admin/, in the order of the resolver."""
    return [each for each in _walk(get_resolver().url_patterns) if each.route.startswith("admin/")]


def _walk(patterns: Sequence[Any], route: str = "", space: str = "") -> Iterator[AdminAddress]:
    for each in patterns:
        path = route + str(each.pattern).removeprefix("^").removesuffix("$")
        if isinstance(each, URLResolver):
            yield from _walk(
                each.url_patterns, path, f"{space}{each.namespace}:" if each.namespace else space
            )
        elif isinstance(each, URLPattern):
            yield AdminAddress(
                path.replace(r"\.", "."), f"{space}{each.name}" if each.name else path, each.callback
            )


@dataclass
class AdminCrawl:
    """Asks the admin everything as one person.

    rows: planted rows, by name. words: what this person may not read, in lower case. most: fillings of one address.
    writes: whether every address also gets an empty POST, all of whose changes are undone. seen: words of `wanted`
    that were found.
    """

    user: Any
    rows: Mapping[str, Model]
    words: set[str]
    wanted: set[str] = field(default_factory=set)
    most: int = 4
    writes: bool = True
    seen: set[str] = field(default_factory=set)

    def find_leaks(self) -> list[str]:
        """A line for each address whose answer holds a word: method, address, status and words."""
        client = Client(raise_request_exception=False)
        if self.user is not None:
            client.force_login(self.user)
        self._client, self._cookies, found = client, deepcopy(client.cookies), []
        for address in admin_addresses():
            for path in self.fill(address):
                found += self._check_path(address, path)
        for each in platform().contributions(Url):
            found += self._check("get", f"/plugins/{each.plugin}/{each.item.path}")[1]
        return found

    def _check_path(self, address: AdminAddress, path: str) -> list[str]:
        """Leaks of one path: plain, and where that answers, by queries and by an empty POST."""
        status, found = (404, []) if "bulk/" in address.route else self._check("get", path)
        for query in self.queries(address) if status == 200 or "bulk/" in address.route else ():
            status, leaks = self._check("get", path + query)
            found += leaks
        preview = any(each in address.name for each in PREVIEWS)
        if status in (200, 405) and "logout" not in path and (self.writes or preview):
            found += self._check("post", path + (self.keys_query if "bulk" in path else ""))[1]
        return found

    def _check(self, method: str, path: str) -> tuple[int, list[str]]:
        """The status of one request, whose changes are undone, and a line if its answer holds a word."""
        self._client.cookies = deepcopy(self._cookies)
        with transaction.atomic():
            response = getattr(self._client, method)(path)
            text = _answer_text(response).replace(path.lower(), "").replace("q=canary", "")
            transaction.set_rollback(True)
        self.seen |= {word for word in self.wanted if word in text}
        words = sorted(word for word in self.words if word in text)
        line = f"{method} {path[:90]} ({response.status_code}): {', '.join(words)}"
        return response.status_code, [line] if words else []

    def queries(self, address: AdminAddress) -> list[str]:
        """Queries of an address that show more than it does without one."""
        if "bulk/" in address.route:
            return ["?id=all", self.keys_query]
        if "chosen_multiple" in address.name:
            return [f"?id={row.pk}&multiple=1" for row in islice(self.rows.values(), self.most)]
        if "tag-autocomplete" in address.route:
            return ["?term=tag", "?term=image"]
        return [] if address.parameters else ["?q=canary", "?export=csv"]

    @property
    def keys_query(self) -> str:
        return "?" + urlencode([("id", row.pk) for row in self.rows.values()])

    def fill(self, address: AdminAddress) -> Iterator[str]:
        """The paths of one pattern, with keys of planted rows wherever a key is wanted."""
        if "bulk/" in address.route:
            yield from (f"/admin/bulk/{app}/{model}/{action}/" for app, model, action in _bulk_actions())
            return
        choices = [self._candidates(name, address) for name in address.parameters]
        count = min(self.most, max(map(len, choices), default=1))
        for values in islice(zip(*map(cycle, choices), strict=False) if choices else [()], count):
            filled = iter(values)
            yield "/" + PARAMETER.sub(lambda _, filled=filled: str(next(filled)), address.route)  # type: ignore[misc]

    def _candidates(self, name: str, address: AdminAddress) -> Sequence[Any]:
        if name in FIXED:
            return FIXED[name]
        if name in ("plugin", "name"):
            panels = platform().contributions(AdminPanel)
            return [each.plugin if name == "plugin" else each.item.name for each in panels]
        model = apps.get_model(MODELS[name]) if name in MODELS else address.model
        if model is None and name not in ("pk", "object_id"):
            raise AssertionError(
                f"No value is defined for <{name}> in {address.route}: add it to MODELS or FIXED."
            )
        return [row.pk for row in self.rows.values() if isinstance(row, model or Model)] or [1]


def _bulk_actions() -> Iterator[tuple[str, str, str]]:
    bulk_action_registry._scan_for_bulk_actions()
    for app, models in bulk_action_registry.actions.items():
        for model, actions in models.items():
            yield from ((app, model, action) for action in actions)


def _answer_text(response: Any) -> str:
    """Everything that an answer says: body, headers, cookies and the messages that the next page would show."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    headers = " ".join(f"{name}: {value}" for name, value in response.headers.items())
    messages = " ".join(str(each) for each in get_messages(response.wsgi_request))
    return f"{body.decode(errors='replace')} {headers} {response.cookies.output()} {messages}".lower()
