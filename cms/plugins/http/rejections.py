"""Rejections in views and pages of plugins, as the HTTP answers that they stand for."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.core.exceptions import (
    BadRequest,
    ObjectDoesNotExist,
    PermissionDenied,
    SuspiciousOperation,
    ValidationError,
)
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils.datastructures import MultiValueDictKeyError

from cms.plugins.api.errors import Conflict
from cms.plugins.runtime.rejections import run_rejecting

__all__ = ["ANSWERS", "PluginRejection", "run_view"]


class PluginRejection(Exception):
    """A request that the plugin rejects with a message. status: 400, or 409 for a conflict."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status, self.message = status, message

    def response(self) -> HttpResponse:
        return HttpResponse(f"{self.message}\n", status=self.status, content_type="text/plain; charset=utf-8")


ANSWERS = (Http404, PermissionDenied, BadRequest, SuspiciousOperation, MultiPartParserError, PluginRejection)
"""What a view may raise without being counted as failed; Django turns all but the last into their responses."""


def run_view(view: Callable[[], Any], request: HttpRequest) -> Any:
    """What a view answers. A rejection of what the caller sent is raised as one of ANSWERS."""
    try:
        return run_rejecting(view)
    except ValidationError as error:
        raise PluginRejection(400, read_messages(error)) from error
    except Conflict as error:
        raise PluginRejection(409, str(error) or "This conflicts with what is there already.") from error
    except ObjectDoesNotExist as error:
        raise Http404 from error
    except MultiValueDictKeyError as error:
        raise PluginRejection(400, f"The value {error.args[0]} is missing.") from error
    except UnreadablePostError as error:
        raise PluginRejection(400, "The body of the request did not arrive whole.") from error
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        if is_about_body(error, request):
            raise PluginRejection(400, "The body of the request is not JSON in UTF-8.") from error
        raise


def read_messages(error: ValidationError) -> str:
    """One line for each message, with its field where there is one."""
    if not hasattr(error, "error_dict"):
        return "\n".join(error.messages)
    named = ((name, text) for name, texts in error.message_dict.items() for text in texts)
    return "\n".join(text if name == "__all__" else f"{name}: {text}" for name, text in named)


def is_about_body(error: json.JSONDecodeError | UnicodeDecodeError, request: HttpRequest) -> bool:
    """Whether the caller's own body could not be parsed, and not what some other server answered the plugin."""
    try:
        body = request.body
    except Exception:  # it was read as a stream, so it was not parsed from `body`
        return False
    if isinstance(error, UnicodeDecodeError):
        return error.object == body
    return error.doc == body.decode(errors="replace")
