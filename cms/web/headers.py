"""Headers that make browsers careful with our answers. What a view has set itself stays."""

from __future__ import annotations

from collections.abc import Callable

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from cms.limiting.clients import is_trusted
from cms.web.policies import policy_of

__all__ = ["CarefulMiddleware", "ForwardedMiddleware"]

FEATURES = (
    "accelerometer", "autoplay", "browsing-topics", "camera", "display-capture", "geolocation",
    "gyroscope", "hid", "magnetometer", "microphone", "midi", "payment", "publickey-credentials-get", "serial",
    "usb", "xr-spatial-tracking",
)  # fmt: skip
PERMISSIONS = ", ".join(f"{feature}=()" for feature in FEATURES)


class ForwardedMiddleware:
    """Takes X-Forwarded-Proto from the proxies in TRUSTED_PROXIES alone, where it is set.

    Where it is None, nobody but the operator's proxy may reach this process, and it must write the header itself.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.TRUSTED_PROXIES is not None and not is_trusted(request.META.get("REMOTE_ADDR", "")):
            request.META.pop("HTTP_X_FORWARDED_PROTO", None)
        return self.get_response(request)


class CarefulMiddleware(CSPMiddleware):
    """Content-Security-Policy by the part of the site, Permissions-Policy, and frames for the admin's own previews.

    The decorators of django-csp work as everywhere: `csp_update`, `csp_replace` and `csp` on a view change its policy.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if getattr(request, "is_dummy", False):
            return response  # a preview: the admin's own answer, which it becomes, gets the headers
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        if response.status_code >= 400:
            response.headers.setdefault("Cache-Control", "no-store")  # whoever was refused may ask again
        if request.path_info.startswith("/admin/"):
            response.headers.setdefault("X-Frame-Options", "SAMEORIGIN")
            response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return super().process_response(request, response)

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponse, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if not report_only and parts.config is None:
            parts.config = policy_of(request.path_info)
        return parts
