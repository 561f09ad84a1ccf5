"""An address of the admin with the key of a hidden row is answered as if there were no such row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.defaults import page_not_found

from cms.visibility.current import admin_gate, use_request_gate
from cms.visibility.gate import is_guarded

__all__ = ["AdminGateMiddleware", "find_requested_rows"]

ACCESS = "wagtailadmin.access_admin"
KEYS: Mapping[str, str] = {
    **dict.fromkeys(
        ("page_id", "parent_page_id", "page_to_move_id", "destination_id", "page_pk"), "wagtailcore.Page"
    ),
    "image_id": "media.Image",
    "document_id": "media.Document",
    "doc_id": "media.Document",
}
"""Models of the keys that Wagtail's addresses hold, by the name of the parameter."""
SPACES: Mapping[str, str] = {
    "wagtailadmin_pages": "wagtailcore.Page",
    "wagtailadmin_api:pages": "wagtailcore.Page",
    "wagtailadmin_api:images": "media.Image",
    "wagtailadmin_api:documents": "media.Document",
}
"""Models of `pk` where the view does not name its model, by the namespace of the address."""
CHOSEN_PAGES = "wagtailadmin_choose_page_chosen_multiple"


class AdminGateMiddleware:
    """Makes the admin gate available to everything below /admin/, and checks the keys in its addresses."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.prefix = reverse("wagtailadmin_home")

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path.startswith(self.prefix):
            return self.get_response(request)
        with use_request_gate(request):
            return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Mapping[str, Any]
    ) -> HttpResponseBase | None:
        if not request.path.startswith(self.prefix) or not request.user.has_perm(ACCESS):
            return None
        gate = admin_gate(request)
        for model, keys in find_requested_rows(request, view, kwargs):
            if gate.hidden_keys(model, keys):
                return page_not_found(request, Exception(), template_name="wagtailadmin/404.html")
        return None


def find_requested_rows(
    request: HttpRequest, view: Any, kwargs: Mapping[str, Any]
) -> Iterator[tuple[type[Model], set[Any]]]:
    """Models and keys of the rows that an address speaks of."""
    for name, value in kwargs.items():
        model = _resolve_model(name, request, view, kwargs)
        if model is not None and is_guarded(model) and (key := _clean_key(model, value)) is not None:
            yield model, {key}
    match = request.resolver_match
    if match and match.view_name == CHOSEN_PAGES:
        page = apps.get_model("wagtailcore.Page")
        keys = {_clean_key(page, value) for value in request.GET.getlist("id")} - {None}
        yield page, keys


def _resolve_model(
    name: str, request: HttpRequest, view: Any, kwargs: Mapping[str, Any]
) -> type[Model] | None:
    if name in KEYS:
        return apps.get_model(KEYS[name])
    if name == "object_id" and "app_label" in kwargs:
        return _find_model(kwargs["app_label"], kwargs["model_name"])
    if name != "pk" or request.resolver_match is None:
        return None
    if "app_label" in kwargs:
        return _find_model(kwargs["app_label"], kwargs["model_name"])
    given = getattr(view, "view_initkwargs", {}).get("model") or getattr(
        getattr(view, "view_class", None), "model", None
    )
    if isinstance(given, type):
        return given if issubclass(given, Model) else None
    label = SPACES.get(request.resolver_match.namespace)
    return apps.get_model(label) if label else None


def _find_model(app_label: str, model_name: str) -> type[Model] | None:
    try:
        return apps.get_model(app_label, model_name)
    except LookupError:
        return None


def _clean_key(model: type[Model], value: Any) -> Any:
    """The key as the database holds it; None for what cannot be one, which the view itself rejects."""
    try:
        return model._meta.pk.to_python(value)
    except Exception:  # whatever the field thinks of it
        return None
