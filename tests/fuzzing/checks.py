"""What is asked, and what every answer has to be; Schemathesis loads this module by SCHEMATHESIS_HOOKS."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from zlib import crc32

import schemathesis
from graphql import (
    DocumentNode,
    FieldNode,
    TypeInfo,
    TypeInfoVisitor,
    Visitor,
    build_schema,
    is_required_argument,
    print_ast,
    visit,
)

CODES = {
    "GRAPHQL_PARSE_FAILED", "GRAPHQL_VALIDATION_FAILED", "BAD_USER_INPUT", "UNAUTHENTICATED", "FORBIDDEN", "NOT_FOUND",
    "CONFLICT", "COST_LIMIT_EXCEEDED", "SEARCH_UNAVAILABLE", "FEATURE_DISABLED",
}  # fmt: skip
"""Errors that a caller can be the reason of; INTERNAL_SERVER_ERROR, PLUGIN_ERROR and DEADLINE_EXCEEDED are ours."""
STATUSES = {200, 400, 401, 403, 413, 414, 431}
INSIDE = re.compile(
    r"Traceback|File \"/|psycopg|django\.|SELECT |site-packages|<class|object at 0x|Did you mean"
)

SCHEMA = build_schema((Path(__file__).resolve().parents[2] / "graphql" / "schema.graphql").read_text())


class Thinning(Visitor):
    """Keeps about a third of the arguments that may be left out, always the same of one document."""

    def __init__(self, types: TypeInfo, chance: int) -> None:
        super().__init__()
        self.types, self.chance = types, chance

    def enter_field(self, node: FieldNode, *path: Any) -> FieldNode | None:
        field = self.types.get_field_def()
        if field is None:
            return None
        kept = [each for each in node.arguments or () if self.keeps(field.args.get(each.name.value))]
        return FieldNode(**{key: getattr(node, key) for key in node.keys} | {"arguments": tuple(kept)})

    def keeps(self, argument: Any) -> bool:
        self.chance = crc32(self.chance.to_bytes(4, "big"))
        return argument is None or is_required_argument(argument) or self.chance % 3 == 0


@schemathesis.hook
def map_body(context: Any, body: DocumentNode) -> DocumentNode:
    """Three of four documents thinned out: with all arguments at once most are refused for those they exclude."""
    chance = crc32(print_ast(body).encode())
    if chance % 4 == 0:
        return body
    types = TypeInfo(SCHEMA)
    thinned: DocumentNode = visit(body, TypeInfoVisitor(types, Thinning(types, chance)))
    return thinned


@schemathesis.check
def answered_well(ctx: Any, response: Any, case: Any) -> None:
    """A known status, JSON, known codes, and nothing of what is inside."""
    assert response.status_code in STATUSES, f"status {response.status_code}: {response.text[:300]}"
    body = response.json()
    assert body.keys() <= {"data", "errors", "extensions"}, f"keys {sorted(body)}"
    for error in body.get("errors", ()):
        code = error.get("extensions", {}).get("code")
        assert code in CODES, f"code {code}: {error}"
        found = INSIDE.search(error["message"])
        assert not found, f"{found and found[0]!r} in {error['message']!r}"
