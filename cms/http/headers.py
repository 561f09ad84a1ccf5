"""Headers that make browsers careful with our answers. What a view has set itself stays."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from csp.constants import HEADER
from csp.middleware import CSPMiddleware, PolicyParts
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.clickjacking import XFrameOptionsMiddleware

from cms.http.clients import is_trusted
from cms.http.policies import NOTHING, get_policy

__all__ = ["ForwardedMiddleware", "FramesMiddleware", "SecurityHeadersMiddleware"]

FEATURES = (
    "accelerometer", "autoplay", "browsing-topics", "camera", "display-capture", "geolocation",
    "gyroscope", "hid", "magnetometer", "microphone", "midi", "payment", "publickey-credentials-get", "serial",
    "usb", "xr-spatial-tracking",
)  # fmt: skip
EVERYWHERE = {
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in FEATURES),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
ADMIN, ACCOUNT = "/admin/", "/account/"
PASSKEYS = EVERYWHERE["Permissions-Policy"].replace("credentials-get=()", "credentials-get=(self)")
"""For the pages of accounts, on which people prove themselves with a passkey."""


class ForwardedMiddleware:
    """Takes X-Forwarded-Proto from the proxies in TRUSTED_PROXIES alone, where it is set.

    If it is None, only the operator's proxy may reach this process, and it must set the header itself.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.TRUSTED_PROXIES is not None and not is_trusted(request.META.get("REMOTE_ADDR", "")):
            request.META.pop("HTTP_X_FORWARDED_PROTO", None)
        return self.get_response(request)


class FramesMiddleware(XFrameOptionsMiddleware):
    """X-Frame-Options: no frame, but for the admin's own previews."""

    def get_xframe_options_value(self, request: HttpRequest, response: HttpResponse) -> str:
        return "SAMEORIGIN" if request.path_info.startswith(ADMIN) else "DENY"


@cache
def build_data_policy() -> str:
    """The header of answers that are data, as django-csp writes it."""
    return build_policy(config=NOTHING)


def is_plain_data(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether an answer is data whose policy nothing has changed: the library need not build it again for each."""
    changed = hasattr(request, "_csp_nonce") or any(name.startswith("_csp") for name in vars(response))
    return not (changed or has_own_policy()) and get_policy(request.path_info) is NOTHING


def has_own_policy() -> bool:
    """Whether the operator's settings have policies of their own."""
    names = "CONTENT_SECURITY_POLICY", "CONTENT_SECURITY_POLICY_REPORT_ONLY"
    return settings.DEBUG or any(getattr(settings, name, None) for name in names)


class SecurityHeadersMiddleware(CSPMiddleware):
    """Content-Security-Policy by the part of the site, and what every answer says.

    It stands first, so that redirects, preflights and hosts that are refused are answered with care as well. The
    decorators of django-csp work as everywhere: `csp_update`, `csp_replace` and `csp` on a view change its policy.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if getattr(request, "is_dummy", False):
            return response  # a preview: the admin's own answer, which it becomes, gets the headers
        if request.path_info.startswith(ACCOUNT):
            response.headers.setdefault("Permissions-Policy", PASSKEYS)
        for name, value in EVERYWHERE.items():
            response.headers.setdefault(name, value)
        if response.status_code >= 400:
            response.headers.setdefault("Cache-Control", "no-store")  # the client may try again
        if request.path_info.startswith(ADMIN):
            response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if is_plain_data(request, response):
            response.headers.setdefault(HEADER, build_data_policy())
            return response
        return super().process_response(request, response)

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponse, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if not report_only and parts.config is None:
            parts.config = get_policy(request.path_info)
        return parts
