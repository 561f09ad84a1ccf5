"""The script that frontends include: it tells `/collect` what visitors do. Its source: `frontend/src/collect.js`."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from functools import cache
from hashlib import sha256, sha384
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html

__all__ = ["SCRIPT_ADDRESS", "answer_script", "build_tag", "load_script"]

SCRIPT_ADDRESS = "/collect.js"
FILE = Path(__file__).parent / "static" / "analytics" / "collect.js"
A_YEAR, AN_HOUR, A_DAY = 365 * 86400, 3600, 86400
PINNED = f"public, max-age={A_YEAR}, immutable"
CURRENT = f"public, max-age={AN_HOUR}, stale-while-revalidate={A_DAY}"


@dataclass(frozen=True, slots=True)
class Script:
    """version: of its text, for `?v=`. integrity: for the attribute of this name."""

    content: bytes
    version: str
    integrity: str


@cache
def load_script() -> Script:
    content = FILE.read_bytes()
    integrity = f"sha384-{b64encode(sha384(content).digest()).decode()}"
    return Script(content, sha256(content).hexdigest()[:12], integrity)


def answer_script(request: HttpRequest) -> HttpResponse:
    """The script, for pages of any site: it is the same for all. With the version that it has, browsers keep it for a
    year; without one, or with another one, for an hour."""
    script = load_script()
    headers = {
        "Access-Control-Allow-Origin": "*",
        "Cache-Control": PINNED if request.GET.get("v") == script.version else CURRENT,
        "Cross-Origin-Resource-Policy": "cross-origin",
        "ETag": f'"{script.version}"',
    }
    if script.version in request.headers.get("If-None-Match", ""):
        return HttpResponse(status=304, headers=headers)
    return HttpResponse(script.content, content_type="text/javascript; charset=utf-8", headers=headers)


def build_tag(origin: str = "") -> str:
    """The element for the head of a page, with the version of now. origin: of this site; "" is BASE_URL's."""
    script = load_script()
    address = f"{(origin or settings.WAGTAILADMIN_BASE_URL).rstrip('/')}{SCRIPT_ADDRESS}"
    return format_html('<script defer src="{}?v={}"></script>', address, script.version)
