"""The WSGI environment of an ASGI request (PEP 3333)."""

from __future__ import annotations

import sys
from typing import Any
from urllib.parse import unquote_to_bytes

from cms.serving.bodies import Body

__all__ = ["build_environment"]

OWN_NAMES = {b"content-type": "CONTENT_TYPE", b"content-length": "CONTENT_LENGTH"}
SEPARATORS = {"HTTP_COOKIE": "; "}
"""Between several headers of one name; a comma for all others."""


def build_environment(scope: dict[str, Any], body: Body | None) -> dict[str, Any]:
    """What Django's WSGI handler needs to know of a request whose body has been read."""
    server, client = scope.get("server") or ("localhost", 80), scope.get("client")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": scope.get("root_path", "").encode().decode("latin-1"),
        "PATH_INFO": path_info(scope),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1] or 0),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": client[0] if client else "",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    add_headers(environ, scope["headers"])
    add_body(environ, body)
    return environ


def path_info(scope: dict[str, Any]) -> str:
    """The path as WSGI wants it: its bytes, decoded as Latin-1."""
    raw = scope.get("raw_path")
    path: bytes = scope["path"].encode() if raw is None else unquote_to_bytes(raw.partition(b"?")[0])
    return path.decode("latin-1")


def add_headers(environ: dict[str, Any], headers: list[tuple[bytes, bytes]]) -> None:
    """Each header under its name. One with an underscore would pass for another, and is left out, as Django's
    own server does."""
    for name, value in headers:
        if b"_" in name:
            continue
        key = OWN_NAMES.get(name) or "HTTP_" + name.decode("latin-1").upper().replace("-", "_")
        text = value.decode("latin-1")
        known = environ.get(key)
        environ[key] = text if known is None else f"{known}{SEPARATORS.get(key, ',')}{text}"


def add_body(environ: dict[str, Any], body: Body | None) -> None:
    """The body with its real length: one that came in chunks (RFC 9112, section 7.1) declares none."""
    if body is None:
        environ["wsgi.input"] = EMPTY
        return
    environ["wsgi.input"] = body.file
    environ["CONTENT_LENGTH"] = environ.get("CONTENT_LENGTH") or str(body.size)
    environ.pop("HTTP_TRANSFER_ENCODING", None)


class EmptyBody:
    """The body of a request without one."""

    def read(self, size: int = -1) -> bytes:
        return b""

    readline = read


EMPTY = EmptyBody()
