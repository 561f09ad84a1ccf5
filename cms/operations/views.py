"""Whether the process lives, whether the site can answer, and what is measured."""

from __future__ import annotations

import hmac

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from cms.actors.authenticators import get_actor
from cms.operations.health import Status, examine
from cms.operations.metrics import exposition
from cms.plugins.api.contributions import permission
from cms.plugins.runtime.policies import allows

OPERATORS = permission("extensions.change_pluginswitch")
"""Whoever may switch plugins, which is administrators."""


@never_cache
@require_safe
def live(request: HttpRequest) -> JsonResponse:
    """The process is up. It asks nothing else: restarting a process heals no database."""
    return JsonResponse({"status": Status.OK})


@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """What the site stands on: 200 while it can answer, though perhaps not in full; 503 without its database.

    Strangers read names and states; messages are for administrators, and for everybody while debugging.
    """
    report = examine()
    detailed = settings.DEBUG or (
        report.status != Status.UNAVAILABLE and allows(OPERATORS, get_actor(request))
    )
    status = 503 if report.status == Status.UNAVAILABLE else 200
    return JsonResponse(report.described(detailed=detailed), status=status)


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Everything measured, for Prometheus. Whoever is no administrator and has no token finds nothing here."""
    if not has_token(request) and not allows(OPERATORS, get_actor(request)):
        raise Http404
    return HttpResponse(exposition(), content_type=CONTENT_TYPE_LATEST)


def has_token(request: HttpRequest) -> bool:
    """Whether the request bears METRICS_TOKEN; compared in the same time for any wrong one."""
    given = request.headers.get("Authorization", "").encode()
    wanted = f"Bearer {settings.METRICS_TOKEN}".encode()
    return bool(settings.METRICS_TOKEN) and hmac.compare_digest(given, wanted)
