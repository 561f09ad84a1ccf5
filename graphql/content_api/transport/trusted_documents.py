"""POST /graphql/documents: a release registers its documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from cms.actors.authenticators import get_actor
from content_api.documents.trusted.keys import InvalidKey, authenticate_key
from content_api.documents.trusted.registration import RegistrationRefused, register
from content_api.errors import BAD_USER_INPUT, RequestRefused
from content_api.limits.charge import MINIMUM_COST, charge_points, get_limits
from content_api.models import RegistrationKey
from content_api.statuses import JSON
from content_api.transport.requests import body_parameters
from content_api.transport.responses import build_rejection, build_response


@csrf_exempt  # who may do this is said by a header that no browser sends by itself
def documents_view(request: HttpRequest) -> HttpResponse:
    """Register the manifest in the body, `{"release": "…", "documents": [{"id", "owner", "text"}]}`, or what a client's
    tool wrote with a release beside it."""
    try:
        response = register_documents(request)
    except RequestRefused as error:
        return build_rejection(error, JSON)
    except RegistrationRefused as error:
        response = problems(error.problems)
    response["Cache-Control"] = "no-store"
    return response


def register_documents(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        raise RequestRefused(405, "Send a manifest with POST.", Allow="POST")
    key = authorise_request(request)
    limits = replace(get_limits(get_actor(request)), body=settings.LARGEST_MANIFEST)
    body = body_parameters(request, limits)
    counted = register(body, body.get("release"), key.owner)
    RegistrationKey.objects.filter(pk=key.pk).update(last_used_at=timezone.now())
    return build_response({"release": body["release"], **asdict(counted)}, JSON)


def authorise_request(request: HttpRequest) -> RegistrationKey:
    """The key of a request; RequestRefused (401) without one in force. Every attempt costs its client points."""
    actor = get_actor(request)
    charge_points(actor, get_limits(actor), MINIMUM_COST)
    try:
        return authenticate_key(request.headers.get("Authorization", ""))
    except InvalidKey as error:
        raise RequestRefused(401, str(error), "UNAUTHENTICATED", **{"WWW-Authenticate": "Bearer"}) from error


def problems(messages: Sequence[str]) -> HttpResponse:
    errors = [{"message": each, "extensions": {"code": BAD_USER_INPUT}} for each in messages]
    return build_response({"errors": errors}, JSON, 400)
