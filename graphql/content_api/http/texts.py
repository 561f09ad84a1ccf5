"""Which text a request wants executed: its own, that of a trusted document, or one that was sent before.

A registered document is trusted however it is named: by documentId, by the hash of Apollo's protocol, or, where nothing
else is answered, by its exact text.
"""

from __future__ import annotations

from dataclasses import replace

from django.conf import settings

from cms.extensions.policies import allows
from cms.hooks.contributions import STAFF
from cms.settings.limits import Limits
from content_api.admission.tolls import LEAST, pay
from content_api.context import ReadContext
from content_api.errors import PERSISTED_QUERY_NOT_FOUND, RequestRefused
from content_api.http import automatic
from content_api.http.requests import GraphQLRequest
from content_api.trusted import lookup
from content_api.trusted.documents import digest_of

__all__ = ["with_text"]


def with_text(asked: GraphQLRequest, context: ReadContext, limits: Limits, not_found: int) -> GraphQLRequest:
    """The request with its text. RequestRefused when nobody knows it, or it is not trusted where it must be.

    not_found: the HTTP status for a text that is not known. To look for one costs points, as a refused document does.
    """
    if asked.document_id is None:
        return with_own_text(asked, context, limits, not_found)
    text = lookup.text_of(lookup.digest_of_id(asked.document_id))
    if text is None:
        raise nobody_knows("No document is registered under this `documentId`.", context, limits, not_found)
    return replace(asked, query=text, trusted=True)


def with_own_text(
    asked: GraphQLRequest, context: ReadContext, limits: Limits, not_found: int
) -> GraphQLRequest:
    """The same for a request that names no document, but holds a text, its hash, or both."""
    digest = automatic.hash_of(asked.extensions, asked.query)
    text, kept = known(asked.query, digest)
    if text is not None:
        return replace(asked, query=text, trusted=True)
    check_others_are_taken(context, limits)
    if asked.query or digest is None:
        return replace(asked, new_hash=digest)
    if kept is None:  # in the words that clients look for
        raise nobody_knows("PersistedQueryNotFound", context, limits, not_found)
    return replace(asked, query=kept)


def nobody_knows(message: str, context: ReadContext, limits: Limits, status: int) -> RequestRefused:
    """The refusal of a text that is not known, whose points are paid."""
    pay(context.actor, limits, LEAST)
    return RequestRefused(status, message, PERSISTED_QUERY_NOT_FOUND)


def known(query: str, digest: str | None) -> tuple[str | None, str | None]:
    """The text of a registered document, or the one that was kept when it was sent before; None for the others.

    digest: that of the query, or of the one that is meant. What is remembered is asked of no server; a text that was
    kept is asked of the database no more, for registering drops it.
    """
    if settings.API_ONLY_TRUSTED:
        return lookup.text_of(digest or digest_of(query)), None
    if digest is None:
        return None, None
    if query:
        return lookup.text_of(digest), None
    if text := lookup.remembered(digest):
        return text, None
    kept = automatic.find(digest)
    return (None, kept) if kept is not None else (lookup.text_of(digest), None)


def check_others_are_taken(context: ReadContext, limits: Limits) -> None:
    """RequestRefused (403) where only trusted documents are, and the caller is none of those who develop them."""
    if settings.API_ONLY_TRUSTED and not allows(STAFF, context.actor):
        pay(context.actor, limits, LEAST)
        raise RequestRefused(
            403,
            "Only registered documents are answered here: send the `documentId` of one, or its hash.",
            "FORBIDDEN",
        )
