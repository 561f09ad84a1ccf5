"""Which text a request wants executed: its own, that of a trusted document, or one that was sent before."""

from __future__ import annotations

from dataclasses import replace

from django.conf import settings

from cms.extensions.policies import allows
from cms.hooks.contributions import STAFF
from cms.settings.limits import Limits
from content_api.admission.tolls import REFUSED, pay
from content_api.context import RequestContext
from content_api.errors import PERSISTED_QUERY_NOT_FOUND, RequestRefused
from content_api.http import automatic
from content_api.http.requests import GraphQLRequest
from content_api.trusted import lookup

__all__ = ["with_text"]


def with_text(
    asked: GraphQLRequest, context: RequestContext, limits: Limits, not_found: int
) -> GraphQLRequest:
    """The request with its text. RequestRefused when nobody knows it, or it is not trusted where it must be.

    not_found: the HTTP status for a text that is not known. To look for one costs points, as a refused document does.
    """
    if asked.document_id is not None:
        text = lookup.text_of(asked.document_id)
        message = "No document is registered under this `documentId`."
    else:
        check_others_are_taken(context)
        digest = automatic.hash_of(asked.extensions, asked.query)
        if digest is None or asked.query:
            return replace(asked, new_hash=digest)
        text, message = automatic.find(digest), "PersistedQueryNotFound"  # the words that clients look for
    if text is None:
        pay(context, limits, REFUSED)
        raise RequestRefused(not_found, message, PERSISTED_QUERY_NOT_FOUND)
    return replace(asked, query=text, trusted=asked.document_id is not None)


def check_others_are_taken(context: RequestContext) -> None:
    """RequestRefused (403) where only trusted documents are, and the caller is none of those who develop them."""
    if settings.API_ONLY_TRUSTED and not allows(STAFF, context.request.user):
        raise RequestRefused(
            403, "Only registered documents are answered here: send their `documentId`.", "FORBIDDEN"
        )
