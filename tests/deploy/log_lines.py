"""What the site and the proxy write to their logs: each call of a logger in the code, and real lines of it."""

from __future__ import annotations

import ast
import io
import json
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import structlog

from cms.config.settings.logs import logging_config
from tests.deploy.files import CHECKOUT, DEPLOY

__all__ = ["Call", "list_calls", "read_proxy_fields", "write_lines", "write_proxy_line"]

LEVELS = {"debug": "debug", "info": "info", "warning": "warning", "error": "error", "exception": "error"}
CODE = ("cms", "content_types", "graphql/content_api", "plugins")
EVERYWHERE = frozenset({"event", "level", "logger", "timestamp", "request_id", "user_id"})
"""Fields of all lines: the processors of cms.config.settings.logs, and those of a request."""
OF_DJANGO_STRUCTLOG = {"request_started": {"request", "user_agent"}, "request_finished": {"request", "code"}}


@dataclass(frozen=True)
class Call:
    """A line that the code writes. fields: those of its own, besides EVERYWHERE."""

    level: str
    event: str
    fields: frozenset[str]


@cache
def list_calls() -> tuple[Call, ...]:
    """Every line with a name that stands in the code, and those of django-structlog for each request."""
    found = [Call("info", event, frozenset(fields)) for event, fields in OF_DJANGO_STRUCTLOG.items()]
    for folder in CODE:
        for path in sorted((CHECKOUT / folder).rglob("*.py")):
            if "tests" not in path.parts:
                found += find_calls(ast.parse(path.read_text()))
    return tuple(found)


def find_calls(tree: ast.Module) -> Iterator[Call]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(
                func=ast.Attribute(value=ast.Name("logger"), attr=level), args=[ast.Constant(str(event))]
            ):
                fields = {
                    "exception" if each.arg == "exc_info" else each.arg for each in node.keywords if each.arg
                }
                if level in LEVELS and " " not in event:
                    yield Call(LEVELS[level], event, frozenset(fields))


def write_lines(calls: tuple[Call, ...]) -> list[str]:
    """The lines as production writes them. A field is a number in one call and a list in the next, as the code has it."""
    formatter = logging_config("DEBUG", False)["formatters"]["structured"]
    handler = logging.StreamHandler(io.StringIO())
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=formatter["foreign_pre_chain"], processors=formatter["processors"]
    ))  # fmt: skip
    logger = logging.getLogger("tests.log_lines")
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    logger.propagate = False
    try:
        for number, call in enumerate(calls):
            write_line(number, call)
    finally:
        logger.removeHandler(handler)
    lines: list[str] = handler.stream.getvalue().splitlines()
    return lines


def write_line(number: int, call: Call) -> None:
    samples = (number, f"value {number}", ["a", number], {"of": number})
    given: dict[str, Any] = {
        field: samples[(number + place) % 4]
        for place, field in enumerate(sorted(call.fields - {"exception", "code"}))
    }
    if "code" in call.fields:
        given["code"] = 200
    if "exception" in call.fields:
        given["exc_info"] = ValueError("x" * 20_000)  # longer than what Docker keeps in one piece
    getattr(structlog.get_logger("tests.log_lines"), call.level)(call.event, **given)


def read_proxy_fields() -> dict[str, str]:
    """nginx's variables by the fields of its log."""
    text = (DEPLOY / "nginx" / "site.conf").read_text()
    found = re.search(r"log_format structured escape=json\n(.*?);", text, re.S)
    assert found
    return dict(re.findall(r'"(\w+)":"?\$(\w+)', found[1]))


def write_proxy_line(status: int, **values: object) -> str:
    """A line as nginx writes it."""
    given = {"time": "2026-11-30T10:00:00+00:00", "status": status, "bytes": 512, "seconds": 0.25, **values}
    return json.dumps({field: given.get(field, "-") for field in read_proxy_fields()})
