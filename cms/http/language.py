"""In which language the site speaks."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

__all__ = ["UserLocaleMiddleware"]

API = "/graphql"


class UserLocaleMiddleware(LocaleMiddleware):
    """Pages follow the language that a browser prefers. The API answers everybody alike, whatever the header says: its
    callers ask for a locale, and caches need not keep an answer for each browser."""

    def process_request(self, request: HttpRequest) -> None:
        if is_api(request):
            translation.activate(settings.LANGUAGE_CODE)
            request.LANGUAGE_CODE = settings.LANGUAGE_CODE  # type: ignore[attr-defined]
        else:
            super().process_request(request)

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        return response if is_api(request) else super().process_response(request, response)


def is_api(request: HttpRequest) -> bool:
    return request.path_info == API or request.path_info.startswith(f"{API}/")
