"""The views: one for GraphQL over POST and GET, and the schema as text."""

from __future__ import annotations

from urllib.parse import unquote_plus

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from cms.actors.actor import Actor
from cms.actors.authenticators import get_actor
from cms.actors.refusals import note_refusal
from cms.database.outages import DatabaseUnavailable
from cms.identity.key_tokens import holds_token
from cms.ratelimit.limits import Limits
from content_api.access.context import ReadContext
from content_api.errors import BAD_USER_INPUT, NOT_FOUND, UNAUTHENTICATED, RequestRefused
from content_api.limits.charge import MINIMUM_COST, charge_points, get_limits, reject_charge
from content_api.schema.build import schema_sdl
from content_api.statuses import GRAPHQL, JSON
from content_api.transport.document_texts import find_text
from content_api.transport.exchange import Exchange
from content_api.transport.notes import describe, get_note
from content_api.transport.requests import GraphQLRequest, read_request
from content_api.transport.responses import build_rejection, negotiate_media_type
from content_api.transport.retries import reject_unavailable

KEY_NAMES = frozenset({"access_token", "api_key"})
KEY_IN_ADDRESS = (
    "Keys are not taken from addresses, which are written to logs: send it as `Authorization: Bearer` followed by the"
    " key. If this one is valid, rotate it."
)
CHALLENGE = 'Bearer error="invalid_token"'


@csrf_exempt  # a form of another site cannot send JSON, and mutations are taken from known origins only
def graphql_view(request: HttpRequest) -> HttpResponse:
    """Execute one GraphQL request, or give out what the front had this view make of it."""
    note = get_note(request)
    if note is not None and note.made is not None:
        get_actor(request)  # so that middleware sees that the session was looked at, as with any answer
        if isinstance(note.made, Exception):
            raise note.made
        return note.made
    response = answer(request, note.request if note is not None else None)
    if note is not None:
        note.outline = describe(response)
    return response


def answer(request: HttpRequest, found: GraphQLRequest | None) -> HttpResponse:
    """The response to one GraphQL request, without what middleware adds. found: what was read of it before."""
    media_type = JSON
    try:
        media_type = negotiate_media_type(request)
        context = ReadContext.from_request(request)
        limits = get_limits(context.actor)
        reject_credential(request, context.actor, limits)
        reject_key_in_address(request)
        reject_charged(request, context.actor)
        if found is None:
            given = read_request(request, limits)
            found = find_text(given, context, limits, get_not_found_status(media_type))
        return Exchange(found, request, context, limits, media_type).respond()
    except RequestRefused as error:
        return build_rejection(error, media_type)
    except DatabaseUnavailable:
        return build_rejection(reject_unavailable(), media_type)


def reject_credential(request: HttpRequest, actor: Actor, limits: Limits) -> None:
    """RequestRefused for a credential that is not valid, after charging its network for the attempt."""
    if actor.rejection is not None:
        note_refusal(request, actor.rejection)
        charge_points(actor, limits, MINIMUM_COST)
        headers = {"WWW-Authenticate": CHALLENGE} if actor.rejection.status == 401 else {}
        code = UNAUTHENTICATED if headers else BAD_USER_INPUT
        raise RequestRefused(actor.rejection.status, actor.rejection.message, code, **headers)


def reject_key_in_address(request: HttpRequest) -> None:
    """RequestRefused for a key in the address, where proxies and logs keep it; whether it is valid is not looked at."""
    query = request.META.get("QUERY_STRING", "")
    if query and (KEY_NAMES & request.GET.keys() or holds_token(unquote_plus(query))):
        raise RequestRefused(400, KEY_IN_ADDRESS)


def reject_charged(request: HttpRequest, actor: Actor) -> None:
    """RequestRefused for a client that had too few points when the front was about to answer it."""
    note = get_note(request)
    if note is not None and note.charge is not None:
        raise reject_charge(note.charge, actor)


def get_not_found_status(media_type: str) -> int:
    """The status for a document that is not known: 400, or 200 in plain JSON, after which clients send the text."""
    return 400 if media_type == GRAPHQL else 200


@csrf_exempt
def trailing_slash_view(request: HttpRequest) -> HttpResponse:
    """The rejection of requests to the address with a slash at its end, which names the right one."""
    return build_rejection(
        RequestRefused(404, f"The API is at {reverse('graphql')}, without a slash.", NOT_FOUND), JSON
    )


@require_safe
def schema_view(request: HttpRequest) -> HttpResponse:
    """The schema in the schema definition language, unless API_PUBLISHES_SCHEMA is off."""
    if not settings.API_PUBLISHES_SCHEMA:
        raise Http404("The schema is not published here.")
    return HttpResponse(schema_sdl(), content_type="text/plain; charset=utf-8")
