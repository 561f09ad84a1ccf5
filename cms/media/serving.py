"""Serve image files below /media/ to callers with access to their collection. Nothing else there has an address.

Documents are sent by Wagtail's own view, which checks their collection; `before_serve` answers it as here.
"""

from __future__ import annotations

import mimetypes
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe
from wagtail.documents.views.serve import serve
from wagtail.models.view_restrictions import BaseViewRestriction
from wagtail.permissions import policy_registry

from cms.media.models import Document, Image, Rendition

__all__ = ["before_serve", "document", "media"]

INLINE = {"image/avif", "image/gif", "image/jpeg", "image/png", "image/webp"}
"""What a browser shows; all else is saved."""

SANDBOX = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
ANONYMOUS = "private, no-store"
"""Cache-Control of what is for some people only."""
RIGHTS = ("add", "change", "delete", "choose")


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """Serve an image or one of its renditions; 404 if the caller may not see it, and for all other files."""
    row = find_row(path)
    if row is None:
        raise Http404("There is no such image.")
    closed = restrictions(row)
    if not is_admitted(request, closed) and not may_use_file(request.user, row):
        raise Http404("There is no such image.")
    response = send_file(row.file) if settings.MEDIA_ACCEL == "" else delegate_to_web_server(path)
    age = settings.MEDIA_MAX_AGE
    response["Cache-Control"] = ANONYMOUS if closed else f"public, max-age={age}"
    return add_security_headers(response, path)


def find_row(path: str) -> Image | Rendition | None:
    if path.startswith("images/"):
        return Rendition.objects.select_related("image__collection").filter(file=path).first()
    return Image.objects.select_related("collection").filter(file=path).first()


def restrictions(row: Any) -> list[BaseViewRestriction]:
    """The restrictions on a file's collection and on those above it."""
    return list(getattr(row, "image", row).collection.get_view_restrictions())


def is_admitted(request: HttpRequest, closed: list[BaseViewRestriction]) -> bool:
    return all(each.accept_request(request) for each in closed)


def may_use_file(user: Any, row: Any) -> bool:
    """Whether somebody may use or change this file in the admin."""
    item = getattr(row, "image", row)
    policy = policy_registry.get_by_type(type(item))
    return user.is_authenticated and policy.user_has_any_permission_for_instance(user, RIGHTS, item)


def send_file(file: Any) -> HttpResponseBase:
    try:
        return FileResponse(file.storage.open(file.name))
    except FileNotFoundError as error:
        raise Http404("The file of this image is lost.") from error


def delegate_to_web_server(path: str) -> HttpResponse:
    """The web server sends the file: X-Accel-Redirect, as nginx has it."""
    return HttpResponse(headers={"X-Accel-Redirect": f"{settings.MEDIA_ACCEL.rstrip('/')}/{quote(path)}"})


def add_security_headers(response: HttpResponseBase, path: str) -> HttpResponseBase:
    """The headers under which even a page that got in as a picture does nothing."""
    kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
    shown = "inline" if kind in INLINE else "attachment"
    response["Content-Type"] = kind
    response["Content-Disposition"] = shown
    response["Content-Security-Policy"] = SANDBOX
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@require_safe
def document(request: HttpRequest, document_id: str, filename: str) -> HttpResponseBase:
    """Serve a document by Wagtail's view. Caches may store public documents and must revalidate them."""
    response: HttpResponseBase = serve(request, document_id, filename)
    shared = getattr(request, "document_is_public", False) and response.status_code in (200, 304)
    response["Cache-Control"] = "public, no-cache" if shared else ANONYMOUS
    if response.get("Content-Encoding") == "None":  # which Wagtail says of a file that is not packed
        del response["Content-Encoding"]
    return response


def before_serve(document: Document, request: Any) -> None:
    """Raise Http404 if the caller may not read a document; for collections with a password, Wagtail asks for it."""
    found = restrictions(document)
    request.document_is_public = not found
    closed = [each for each in found if not each.accept_request(request)]
    if any(each.restriction_type != BaseViewRestriction.PASSWORD for each in closed):
        raise Http404("There is no such document.")
