"""Addresses of plugins below /plugins/: who may ask is settled before, and what goes wrong is masked after."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import structlog
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from wagtail.models import Site

from cms.actors.authenticators import get_actor
from cms.actors.refusals import note_refusal
from cms.declarations.gates import holds_private_gate
from cms.plugins.api.contributions import PUBLIC, SIGNED_IN, Policy, Url
from cms.plugins.api.errors import CallFailed
from cms.plugins.api.markers import Budget
from cms.plugins.api.routes import match_route
from cms.plugins.http.rejections import ANSWERS, PluginRejection, run_view
from cms.plugins.loader.records import RegisteredItem
from cms.plugins.runtime.current import platform
from cms.plugins.runtime.decisions import is_on
from cms.plugins.runtime.policies import allows
from cms.ratelimit.rates import limiter, points_bucket

__all__ = ["serve"]

logger = structlog.get_logger(__name__)
BUDGET = Budget(10.0, 200)
PAUSE = 60
"""Seconds after which a caller may try again: those for which a breaker stays open."""
SAFE = ("GET", "HEAD", "OPTIONS")


@csrf_exempt  # the check is made below, where the plugin's own view is known
def serve(request: HttpRequest, plugin: str, path: str) -> HttpResponseBase:
    """Respond with a plugin's view; 404 while the plugin is off, 429 if the caller has no points left, 403 or a
    redirect to the sign-in page without permission, and 503 if the view fails or takes longer than ten seconds."""
    found, captured = find_address(plugin, path)
    site = Site.find_for_request(request)
    if (rejection := get_actor(request).rejection) is not None:
        note_refusal(request, rejection)
        return HttpResponse(f"{rejection.message}\n", status=rejection.status, content_type="text/plain")
    if found is None or not is_on(plugin, site.pk if site else None):
        raise Http404
    if (wait := seconds_to_wait(request, found.item.cost)) > 0:
        text = f"Too many requests: try again in {wait} s.\n"
        return HttpResponse(text, status=429, content_type="text/plain", headers={"Retry-After": str(wait)})
    policy = found.item.policy or SIGNED_IN
    if not allows(policy, get_actor(request)) or (policy != PUBLIC and writes_beyond_scope(request)):
        return reject_request(request, policy)
    if (forged := cross_site(request, found.item)) is not None:
        return forged
    response = answer(request, found, captured)
    if policy != PUBLIC or holds_private_gate(request):
        response.headers.setdefault("Cache-Control", "private, no-store")
    return response


def find_address(plugin: str, path: str) -> tuple[RegisteredItem[Url] | None, dict[str, Any]]:
    """The first address of the plugin that matches the path, and what its route captured."""
    for each in platform().contributions(Url):
        if each.plugin == plugin and (captured := match_route(each.item.path, path)) is not None:
            return each, captured
    return None, {}


def seconds_to_wait(request: HttpRequest, cost: int) -> int:
    """Takes the points of one request; 0, or the seconds after which there will be enough of them."""
    actor = get_actor(request)
    bucket = points_bucket(actor.audience, actor.points)
    taken = limiter().take(bucket, actor.rate_key, cost) if cost else None
    if taken is None or taken.allowed:
        return 0
    logger.warning("rate_limited", bucket=bucket.name, path=request.path)
    return taken.seconds


def reject_request(request: HttpRequest, policy: Policy) -> HttpResponseBase:
    """People with a browser are led to where editors sign in; visitors sign in elsewhere, and programs are told."""
    reads_pages = request.method in SAFE and request.accepts("text/html") and "Accept" in request.headers
    if reads_pages and policy != SIGNED_IN and get_actor(request).is_anonymous:
        return redirect_to_login(request.get_full_path(), reverse("wagtailadmin_login"))
    raise PermissionDenied


def writes_beyond_scope(request: HttpRequest) -> bool:
    """Whether a client that may only read for a person asks for a change."""
    actor = get_actor(request)
    return request.method not in SAFE and actor.is_person and actor.scopes is not None


def cross_site(request: HttpRequest, item: Url) -> HttpResponseBase | None:
    """The refusal of a forged request. A view may leave the check out only when it is public, as a webhook is: any
    other acts for the person whose cookie came along."""
    view = item.view if item.policy == PUBLIC else protected_view
    found: HttpResponseBase | None = CsrfViewMiddleware(discard_response).process_view(request, view, (), {})
    return found


def protected_view(request: HttpRequest) -> None:
    """Stands for a view that is not exempt from the check."""


def discard_response(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def answer(request: HttpRequest, found: RegisteredItem[Url], captured: dict[str, Any]) -> HttpResponseBase:
    name, writes = f"urls.{found.item.name}", request.method not in SAFE
    try:
        response: HttpResponseBase = platform().call(
            found.plugin,
            name,
            finish_response,
            BUDGET,
            writes=writes,
            passed_on=ANSWERS,
            view=partial(found.item.view, **captured),
            request=request,
        )
    except PluginRejection as rejected:
        return rejected.response()
    except CallFailed:
        text = "This part of the site does not answer now. Everything else works: try again in a minute.\n"
        return HttpResponse(text, status=503, content_type="text/plain", headers={"Retry-After": str(PAUSE)})
    return response


def finish_response(view: Callable[[HttpRequest], Any], request: HttpRequest) -> HttpResponse:
    """The finished response: what is rendered or streamed later would fail outside of the budget."""
    response = run_view(partial(view, request), request)
    if not isinstance(response, HttpResponseBase):
        raise TypeError(f"its view answered {type(response).__name__}, not a response")
    if callable(getattr(response, "render", None)):
        response = response.render()
    if isinstance(response, StreamingHttpResponse):
        streamed, response = response, HttpResponse(b"".join(response), status=response.status_code)
        response.headers, response.cookies = streamed.headers, streamed.cookies
        streamed.close()
    return response
