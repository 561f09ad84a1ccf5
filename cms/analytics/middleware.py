"""Answers `/collect` and `/collect.js` before sessions, cookies and languages are looked at."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

from cms.analytics.collecting import collect
from cms.analytics.script import SCRIPT_ADDRESS, answer_script

__all__ = ["ADDRESS", "CollectMiddleware"]

ADDRESS = "/collect"


class CollectMiddleware:
    """Stands behind the middleware of CORS, so that browsers may send JSON from the frontend, and before all others."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info == SCRIPT_ADDRESS:
            read = request.method in ("GET", "HEAD")
            return answer_script(request) if read else HttpResponseNotAllowed(["GET", "HEAD"])
        if request.path_info != ADDRESS:
            return self.get_response(request)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST", "OPTIONS"])
        collect(request)
        return HttpResponse(status=202, headers={"Cache-Control": "no-store", "Content-Length": "0"})
