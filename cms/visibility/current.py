"""The admin gate of a request, and of the request that is being answered now."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from django.db.models import Model, Q
from django.http import HttpRequest

from cms.declarations.gates import get_gate

if TYPE_CHECKING:
    from cms.visibility.gate import AdminGate

__all__ = ["admin_gate", "current_gate", "use_request_gate", "visible_rows"]

_current: ContextVar[AdminGate | None] = ContextVar("admin_gate", default=None)


def admin_gate(request: Any) -> AdminGate:
    """The gate of a request; made once for each."""
    from cms.visibility.gate import AdminGate  # needs models, and plugins are imported before there are any
    from cms.visibility.references import HeldRows

    if not hasattr(request, "_admin_gate"):
        request._admin_gate = AdminGate(request.user, get_gate(request), HeldRows(request))
    return request._admin_gate  # type: ignore[no-any-return]


def visible_rows(request: Any, model: type[Model]) -> Q:
    """The filter for the rows of a model that the person behind a request may see in the admin."""
    return admin_gate(request).visible(model)


def current_gate() -> AdminGate | None:
    """The gate of the admin request that is being answered; None outside of the admin."""
    return _current.get()


@contextmanager
def use_request_gate(request: HttpRequest) -> Iterator[None]:
    """Make the gate of a request the current one."""
    token = _current.set(admin_gate(request))
    try:
        yield
    finally:
        _current.reset(token)
