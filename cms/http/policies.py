"""What a browser may do with an answer: a Content-Security-Policy for each part of the site, nothing by default."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

__all__ = ["NOTHING", "get_policy"]

SELF, NONE = "'self'", "'none'"
Directives = dict[str, list[str]]

NOTHING: Directives = {
    "default-src": [NONE],
    "base-uri": [NONE],
    "form-action": [NONE],
    "frame-ancestors": [NONE],
}
"""For data: the API, health, media."""

PAGE: Directives = {
    **NOTHING,
    "connect-src": [SELF],
    "font-src": [SELF],
    "form-action": [SELF],
    "img-src": [SELF, "data:"],
    "script-src": [SELF],
    "style-src": [SELF],
}
"""For a page that brings all it needs from here: those of plugins, the documentation, accounts."""

ADMIN: Directives = {
    **PAGE,
    "frame-ancestors": [SELF],  # previews stand in a frame
    "img-src": [SELF, "data:", "blob:"],
    "media-src": [SELF],
    "style-src": [SELF, "'unsafe-inline'"],  # tooltips and the editor of rich text bring styles along
}

SIGN_IN: Directives = {**ADMIN, "frame-ancestors": [NONE]}
"""For the pages on which people let clients in; the views add where their forms may lead."""

PARTS = {
    "/oauth/": SIGN_IN,
    "/admin/": ADMIN,
    "/plugins/": PAGE,
    "/docs/": PAGE,
    "/documents/": PAGE,
    "/_util/": PAGE,
    "/account/": PAGE,
}


def get_policy(path: str) -> dict[str, Any]:
    """The directives for an address of this site; the admin may also show previews of the frontend."""
    found = next((policy for prefix, policy in PARTS.items() if path.startswith(prefix)), NOTHING)
    return {**found, "frame-src": [SELF, frontend()]} if found is ADMIN else found


def frontend() -> str:
    """The origin of FRONTEND_URL."""
    parts = urlsplit(settings.FRONTEND_URL)
    return f"{parts.scheme}://{parts.netloc}"
