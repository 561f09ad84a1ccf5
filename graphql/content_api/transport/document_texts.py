"""Which text a request wants executed: its own, that of a trusted document, or one that was sent before.

A registered document is trusted however it is named: by documentId, by the hash of Apollo's protocol, or, where nothing
else is answered, by its exact text.
"""

from __future__ import annotations

from dataclasses import replace

from django.conf import settings

from cms.plugins.api.contributions import STAFF
from cms.plugins.runtime.policies import allows
from cms.ratelimit.limits import Limits
from content_api.access.context import ReadContext
from content_api.documents.persisted_queries import find_query, read_hash
from content_api.documents.trusted import lookup
from content_api.documents.trusted.documents import compute_digest
from content_api.errors import PERSISTED_QUERY_NOT_FOUND, RequestRefused
from content_api.limits.charge import MINIMUM_COST, charge_points
from content_api.transport.requests import GraphQLRequest

__all__ = ["find_text"]


def find_text(
    request: GraphQLRequest, context: ReadContext, limits: Limits, not_found: int
) -> GraphQLRequest:
    """The request with its text. RequestRefused when it is not known, or not trusted where only trusted documents are
    executed.

    not_found: the HTTP status for a text that is not known. To look for one costs points, as a refused document does.
    """
    if request.document_id is None:
        return find_own_text(request, context, limits, not_found)
    text = lookup.load_text(lookup.parse_document_id(request.document_id))
    if text is None:
        raise reject_unknown("No document is registered under this `documentId`.", context, limits, not_found)
    return replace(request, query=text, trusted=True)


def find_own_text(
    request: GraphQLRequest, context: ReadContext, limits: Limits, not_found: int
) -> GraphQLRequest:
    """The same for a request that names no document, but holds a text, its hash, or both."""
    digest = read_hash(request.extensions, request.query)
    text, kept = look_up_text(request.query, digest)
    if text is not None:
        return replace(request, query=text, trusted=True)
    check_untrusted_allowed(context, limits)
    if request.query or digest is None:
        return replace(request, new_hash=digest) if digest else request
    if kept is None:  # in the words that clients look for
        raise reject_unknown("PersistedQueryNotFound", context, limits, not_found)
    return replace(request, query=kept)


def reject_unknown(message: str, context: ReadContext, limits: Limits, status: int) -> RequestRefused:
    """The rejection of a text that is not known, which is charged."""
    charge_points(context.actor, limits, MINIMUM_COST)
    return RequestRefused(status, message, PERSISTED_QUERY_NOT_FOUND)


def look_up_text(query: str, digest: str | None) -> tuple[str | None, str | None]:
    """The text of a registered document, or the one that was kept when it was sent before; None for the others.

    digest: that of the query, or of the one that is meant. What is remembered is request of no server; a text that was
    kept is request of the database no more, for registering drops it.
    """
    if settings.API_ONLY_TRUSTED:
        return lookup.load_text(digest or compute_digest(query)), None
    if digest is None:
        return None, None
    if query:
        return lookup.load_text(digest), None
    if text := lookup.get_remembered_text(digest):
        return text, None
    kept = find_query(digest)
    return (None, kept) if kept is not None else (lookup.load_text(digest), None)


def check_untrusted_allowed(context: ReadContext, limits: Limits) -> None:
    """RequestRefused (403) where only trusted documents are executed, and the caller is not staff."""
    if settings.API_ONLY_TRUSTED and not allows(STAFF, context.actor):
        charge_points(context.actor, limits, MINIMUM_COST)
        raise RequestRefused(
            403,
            "Only registered documents are answered here: send the `documentId` of one, or its hash.",
            "FORBIDDEN",
        )
