"""Wagtail 8.0.1 deletes the session's cookie also when it refuses to sign somebody out by GET (405)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from wagtail.admin.views.account import LogoutView

__all__ = ["AdminLogout"]


class AdminLogout(LogoutView):
    """Signs out by POST only; any other method changes nothing."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method not in ("POST", "OPTIONS"):
            return self.http_method_not_allowed(request, *args, **kwargs)
        return super().dispatch(request, *args, **kwargs)
