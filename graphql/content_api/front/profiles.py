"""Which requests the front looks at, and what of a request the headers of its response depend on.

No rule is repeated here. The front learns the headers that Django has answered with, and gives them again to requests
of the same profile: a profile holds every value that the middleware and the transport read for them. That is known of
the middleware in `KNOWN` alone; with any other, all requests go to Django.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.conf import settings
from django.core.signals import setting_changed

from cms.http.clients import is_trusted

__all__ = ["PATH", "build_profile", "list_unknown_middleware"]

PATH = "/graphql"
KNOWN = frozenset({
    "cms.http.headers.SecurityHeadersMiddleware", "cms.http.headers.FramesMiddleware",
    "cms.http.headers.ForwardedMiddleware", "django.middleware.security.SecurityMiddleware",
    "corsheaders.middleware.CorsMiddleware", "cms.analytics.middleware.CollectMiddleware",
    "cms.http.outages.OutageMiddleware", "content_api.transport.early_rejection.EarlyRejectionMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware", "cms.http.language.UserLocaleMiddleware",
    "django.middleware.common.CommonMiddleware", "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "cms.compat.wagtail_parameters.MalformedParametersMiddleware",
    "cms.visibility.middleware.AdminGateMiddleware", "cms.http.request_log.RequestLogMiddleware",
    "cms.audit.middleware.AuditActorMiddleware",
})  # fmt: skip
"""Middleware whose effect on a kept answer depends on the profile, or is repeated by the front (`answering.py`)."""
READ = (
    "REQUEST_METHOD", "CONTENT_TYPE", "SERVER_NAME", "SERVER_PORT", "wsgi.url_scheme", "HTTP_ACCEPT",
    "HTTP_CONTENT_ENCODING", "HTTP_HOST", "HTTP_ORIGIN", "HTTP_X_FORWARDED_HOST", "HTTP_X_FORWARDED_PORT",
    "HTTP_X_FORWARDED_PROTO", "HTTP_ACCESS_CONTROL_REQUEST_PRIVATE_NETWORK",
)  # fmt: skip
LONGEST = 500
"""Characters of all these values; longer ones are not worth to be remembered."""
METHODS = frozenset({"GET", "HEAD", "POST"})


def build_profile(environ: Mapping[str, Any]) -> tuple[Any, ...] | None:
    """The profile of a request; None for one that goes to Django."""
    if environ["REQUEST_METHOD"] not in METHODS or environ.get("SCRIPT_NAME") or not is_usable():
        return None
    cookies = environ.get("HTTP_COOKIE")
    if cookies and any(name in cookies for name in list_cookies()):
        return None
    if (origin := environ.get("HTTP_ORIGIN")) and origin not in settings.CORS_ALLOWED_ORIGINS:
        return None
    given = [environ.get(name) for name in list_names()]
    if sum(map(len, filter(None, given))) > LONGEST:
        return None
    proxied = settings.TRUSTED_PROXIES is None or is_trusted(environ.get("REMOTE_ADDR", ""))
    return (*given, proxied, "HTTP_AUTHORIZATION" in environ)


@cache
def is_usable() -> bool:
    """Whether Django's answers depend on the profile alone."""
    return not (list_unknown_middleware() or settings.DISALLOWED_USER_AGENTS or settings.PREPEND_WWW)


def list_unknown_middleware() -> list[str]:
    """Middleware that the operator has added."""
    return [each for each in settings.MIDDLEWARE if each not in KNOWN]


@cache
def list_names() -> tuple[str, ...]:
    proxied = (settings.SECURE_PROXY_SSL_HEADER or ("HTTP_X_FORWARDED_PROTO",))[0]
    return (*READ, *([] if proxied in READ else [proxied]))


@cache
def list_cookies() -> tuple[str, ...]:
    """The cookies that Django reads; a request with one of them may belong to somebody who is signed in."""
    return settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, "messages"


def forget_settings(**_: Any) -> None:
    for each in (is_usable, list_names, list_cookies):
        each.cache_clear()


setting_changed.connect(forget_settings)  # in tests alone
