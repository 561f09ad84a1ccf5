"""Parameters of addresses: those that an address knows, once each. All else would be ignored without a word."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import wraps
from inspect import signature
from typing import Any

from django.http import HttpRequest

from cms.editorial.errors import Refused

__all__ = ["refuse_other_parameters"]

OUR_OWN = {"request", "response"}


def refuse_other_parameters(view: Callable[..., Any]) -> Callable[..., Any]:
    """A view of an address that refuses parameters which it does not name, after Ninja has read the others."""
    names = signature(view).parameters.keys() - OUR_OWN

    @wraps(view)
    def answer(request: HttpRequest, *given: Any, **named: Any) -> Any:
        match = request.resolver_match
        check_parameters(request, names - (match.kwargs.keys() if match else set()))
        return view(request, *given, **named)

    return answer


def check_parameters(request: HttpRequest, known: Collection[str]) -> None:
    for name, values in request.GET.lists():
        if name not in known:
            names = f"Use {', '.join(sorted(known))}." if known else "This address takes none."
            raise Refused(422, f"There is no parameter {name!r:.80}. {names}")
        if len(values) > 1:
            raise Refused(422, f"The parameter {name!r} is given more than once: give it once.")
