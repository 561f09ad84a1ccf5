"""A GraphQL request out of an HTTP request, after the GraphQL-over-HTTP specification; nothing unbounded is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest

from cms.ratelimit.limits import Limits
from content_api import statuses
from content_api.errors import RequestRefused

JSON_TYPES = {"application/json"}
NAMES = {"operationName", "documentId"}
"""Parameters that are ignored when they are empty, in a body as in an address."""


@dataclass(frozen=True, slots=True)
class GraphQLRequest:
    """What the caller wants executed.

    query: the text, empty while it is only named. trusted: it is that of document_id. new_hash: under which it is to be
    kept as a persisted query once it has proved valid.
    """

    query: str
    variables: dict[str, Any]
    operation_name: str | None
    extensions: dict[str, Any]
    is_get: bool
    document_id: str | None = None
    trusted: bool = False
    new_hash: str | None = None


def read_request(request: HttpRequest, limits: Limits) -> GraphQLRequest:
    """The GraphQL request; RequestRefused with the status that the specification names."""
    if request.method in ("GET", "HEAD"):
        return from_parameters(url_parameters(request, limits), limits, is_get=True)
    if request.method == "POST":
        return from_parameters(body_parameters(request, limits), limits, is_get=False)
    raise RequestRefused(405, "Use GET for queries or POST.", Allow="GET, HEAD, POST")


def url_parameters(request: HttpRequest, limits: Limits) -> dict[str, Any]:
    if len(request.META.get("QUERY_STRING", "")) > limits.url:
        raise RequestRefused(414, "The address is too long: send the query with POST.")
    given: dict[str, Any] = dict(request.GET.items())
    for name in ("variables", "extensions"):
        if given.get(name):
            given[name] = parse_json(given[name].encode(), f"value of `{name}`")
    return {name: value for name, value in given.items() if value != ""}


def body_parameters(request: HttpRequest, limits: Limits) -> Mapping[str, Any]:
    if request.content_type not in JSON_TYPES:
        raise RequestRefused(415, "Send the request as application/json.")
    if (request.content_params or {}).get("charset", "utf-8").lower() not in ("utf-8", "utf8"):
        raise RequestRefused(415, "Send the request in UTF-8.")
    if request.META.get("HTTP_CONTENT_ENCODING", "identity").lower() != "identity":
        raise RequestRefused(415, "Send the request uncompressed.")
    parameters = parse_json(read_body(request, limits.body), "body")
    if not isinstance(parameters, dict):
        raise build_ill_formed_error("The body must be one JSON object; batches are not supported.")
    return parameters


def read_body(request: HttpRequest, limit: int) -> bytes:
    too_big = RequestRefused(413, f"The body is larger than {limit} bytes.")
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdigit() or int(length) > limit:
        raise too_big
    try:
        body = request.read(limit + 1)
    except RequestDataTooBig as error:
        raise too_big from error
    if len(body) > limit:
        raise too_big
    return body


def parse_json(text: bytes, name: str) -> Any:
    """JSON as the standard has it: no NaN, no lone surrogates, no bottomless nesting."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise RequestRefused(400, f"The {name} is not valid JSON.") from error


def build_ill_formed_error(message: str) -> RequestRefused:
    """The refusal of JSON that is no GraphQL request."""
    return RequestRefused(statuses.choose_unprocessable_status(), message)


def from_parameters(given: Mapping[str, Any], limits: Limits, is_get: bool) -> GraphQLRequest:
    given = {name: value for name, value in given.items() if value != "" or name not in NAMES}
    query, name = given.get("query"), given.get("operationName")
    variables, extensions = given.get("variables"), given.get("extensions")
    if not isinstance(name, str | None):
        raise build_ill_formed_error("`operationName` must be a string.")
    if not isinstance(variables, dict | None):
        raise build_ill_formed_error("`variables` must be an object.")
    if not isinstance(extensions, dict | None):
        raise build_ill_formed_error("`extensions` must be an object.")
    check_values(variables or {}, limits)
    document_id = check_texts(query, given.get("documentId"), extensions or {})
    return GraphQLRequest(query or "", variables or {}, name, extensions or {}, is_get, document_id)


def check_texts(query: Any, document_id: Any, extensions: Mapping[str, Any]) -> str | None:
    """The documentId. RequestRefused unless a request says in one way which text is meant."""
    if not isinstance(document_id, str | None):
        raise build_ill_formed_error("`documentId` must be a string.")
    persisted = extensions.get("persistedQuery") is not None
    if document_id is not None and (query is not None or persisted):
        raise build_ill_formed_error("Send `documentId` alone, or `query`: not both.")
    if not isinstance(query, str) and not (query is None and (document_id is not None or persisted)):
        raise build_ill_formed_error("`query` must be a string with a GraphQL document.")
    return document_id


def check_values(values: Any, limits: Limits) -> None:
    """RequestRefused for variables that are nested too deeply, or hold a list that is too long."""
    level, depth = [values], 0
    while level:
        depth += 1
        if depth > limits.json_depth:
            raise RequestRefused(400, f"`variables` are nested more than {limits.json_depth} levels deep.")
        if any(len(each) > limits.list_items for each in level):
            raise RequestRefused(400, f"A list in `variables` has more than {limits.list_items} items.")
        inner = [each.values() if isinstance(each, dict) else each for each in level]
        level = [each for values in inner for each in values if isinstance(each, dict | list)]
