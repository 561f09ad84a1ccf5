"""Whether the process lives, whether the site can answer, and what is measured."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from cms.actors.authenticators import get_actor
from cms.base.metrics_port import has_token
from cms.operations.health import Status, examine
from cms.operations.metrics import exposition
from cms.plugins.api.contributions import permission
from cms.plugins.runtime.policies import allows

OPERATORS = permission("extensions.change_pluginswitch")
"""Permission of operators: to switch plugins on and off, which administrators have."""
FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_FORWARDED")
"""Headers of proxies. A client that sends one itself gets 404 as well."""


@never_cache
@require_safe
def live(request: HttpRequest) -> JsonResponse:
    """The process is up. Nothing else is checked: restarting the process would not help other services."""
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """The state of the site's services: 200 while it can answer, perhaps degraded; 503 without its database.

    Anonymous callers get names and states; messages are for administrators, and with DEBUG for all.
    """
    report = examine()
    detailed = settings.DEBUG or (report.status != Status.NOT_READY and allows(OPERATORS, get_actor(request)))
    status = 503 if report.status == Status.NOT_READY else 200
    return JsonResponse(report.describe(detailed=detailed), status=status)


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """All metrics, for Prometheus. 404 for callers that are not administrators and have no token, and for what a proxy
    forwards, from any caller: they are read inside of the network."""
    if any(name in request.META for name in FORWARDED):
        raise Http404
    if not has_token(request.headers.get("Authorization", "")) and not allows(OPERATORS, get_actor(request)):
        raise Http404
    return HttpResponse(exposition(), content_type=CONTENT_TYPE_LATEST)
