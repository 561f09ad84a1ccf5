"""The text of docs/reference/plugin-api.md, from the docstrings of what `cms.plugin_api` exports."""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Mapping
from dataclasses import is_dataclass
from itertools import pairwise
from types import FunctionType, ModuleType
from typing import Any

from cms import plugin_api
from cms.plugins.api.markers import HOOK_API
from cms.plugins.management.reference import record

__all__ = ["SECTIONS", "describe_export", "plugin_api_reference"]

SECTIONS: Mapping[str, tuple[str, ...]] = {
    "Who may see what": ("Gate", "Viewer", "get_gate", "get_public_gate", "visible_rows"),
    "Who may use it": ("Policy", "PUBLIC", "SIGNED_IN", "STAFF", "permission"),
    "GraphQL": (
        "GraphQLField", "GraphQLQuery", "GraphQLMutation", "CollectionFilter", "CollectionFacet", "ViewerRows", "Rows",
        "KeyOf",
    ),
    "Other contributions": (
        "Contribution", "PermissionFilter", "MergeRule", "Now", "ViewerId", "GroupIds", "Url", "Job", "AdminPanel",
        "DashboardPanel", "HealthCheck", "Health", "Metric", "Sample",
    ),
    "Events": (
        "Event", "ContentPublished", "ContentUnpublished", "ReviewSubmitted", "ReviewPublished", "VendorReplyPublished",
        "RowsChanged",
    ),
    "Moderation": ("ReviewText", "Proposal", "PROPOSALS"),
    "Ratings": ("RatingProvider", "Rating", "RatingExplanation", "ReviewChange", "ReviewFacts"),
    "Search": (
        "SearchProvider", "SearchDocument", "SearchKey", "SearchRequest", "SearchTerm", "SearchMatch",
        "EmbeddingProvider", "VectorProvider", "StoredVector", "NearestRequest", "VectorMatch",
    ),
    "Analytics": (
        "EventType", "EventProp", "record_event", "AnalyticsProvider", "VisitEvent", "EventSubject", "DayCount",
        "TypeCount", "SubjectCount", "SubjectPair", "ValueCount", "HourWeight",
    ),
    "Settings, hooks, other servers": ("hookimpl", "HOOK_API", "settings_of", "check_http_address", "fetch", "Fetched"),
    "Errors": (
        "PluginError", "PluginRefused", "ContributionError", "CallFailed", "FeatureDisabled", "Conflict",
        "TryLater", "FetchRefused",
    ),
}  # fmt: skip
"""Every export, by the title under which it stands."""
HEAD = f"""# The plugin API

Everything that a plugin may import: `from cms.plugin_api import …`, hook API {HOOK_API}. This page is generated from
the docstrings by `make docs`. [Hooks](hooks.md) has the functions that a plugin implements,
[the cookbook](../howto/cookbook/README.md) an example of each contribution.
"""


def plugin_api_reference() -> str:
    """The whole page. ValueError when an export stands under no title, or under two."""
    listed = [name for names in SECTIONS.values() for name in names]
    if sorted(listed) != sorted(plugin_api.__all__):
        wrong = sorted(set(listed) ^ set(plugin_api.__all__)) or sorted(listed)
        raise ValueError(f"cms.plugins.management.api_reference.SECTIONS: add or remove {', '.join(wrong)}.")
    parts = [HEAD]
    for title, names in SECTIONS.items():
        parts += [f"## {title}\n", *(describe_export(name) for name in names)]
    return "\n".join(parts)


def describe_export(name: str) -> str:
    """One entry: the signature, what it means, its fields and methods."""
    value = getattr(plugin_api, name)
    if isinstance(value, FunctionType):
        return entry(name, read_docs(value), f"{name}{format_signature(value)}")
    if not isinstance(value, type):
        docs = attribute_docs(name, value)
        return entry(name, docs, f"{name} = {value!r}" if isinstance(value, str | tuple) else "")
    if is_dataclass(value):
        return record(value) + describe_methods(value)
    return entry(name, read_docs(value), "") + describe_methods(value)


def entry(name: str, docs: str, code: str) -> str:
    shown = f"```python\n{code}\n```\n\n" if code else ""
    return f"### `{name}`\n\n{shown}{docs}\n"


def read_docs(value: Any) -> str:
    return inspect.getdoc(value) or ""


def describe_methods(cls: type) -> str:
    """The methods and properties that authors use: those of its own with a docstring, but for what checks it."""
    lines = []
    for name, member in vars(cls).items():
        function = member.fget if isinstance(member, property) else getattr(member, "__func__", member)
        if (
            name[0] == "_"
            or name == "validate"
            or not isinstance(function, FunctionType)
            or not function.__doc__
        ):
            continue
        call = name if isinstance(member, property) else f"{name}{format_signature(function)}"
        lines.append(f"- `{call}`: {' '.join(read_docs(function).split())}\n")
    return "\n" + "".join(lines) if lines else ""


class Annotation(str):
    """An annotation as it is written, without quotes."""

    def __repr__(self) -> str:
        return str(self)


def format_signature(function: FunctionType) -> str:
    found = inspect.signature(function)
    parameters = [
        each.replace(annotation=Annotation(each.annotation))
        for each in found.parameters.values()
        if each.name not in ("self", "cls")
    ]
    return str(found.replace(parameters=parameters, return_annotation=Annotation(found.return_annotation)))


def attribute_docs(name: str, value: Any) -> str:
    """The string below the assignment of a constant, in the module that makes it."""
    for module in list(sys.modules.values()):
        owned = module.__name__.startswith("cms.") and module is not plugin_api
        if owned and vars(module).get(name) is value and (docs := find_docstring_below(module, name)):
            return docs
    return ""


def find_docstring_below(module: ModuleType, name: str) -> str:
    body = ast.parse(inspect.getsource(module)).body
    for statement, following in pairwise(body):
        targets = [ast.unparse(each) for each in getattr(statement, "targets", ())]
        value = getattr(following, "value", None)
        if name in targets and isinstance(following, ast.Expr) and isinstance(value, ast.Constant):
            return inspect.cleandoc(str(value.value))
    return ""
