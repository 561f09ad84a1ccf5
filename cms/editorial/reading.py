"""Pages that are read: rows of the gate, in Wagtail's shapes, without what they refer to and the caller may not see."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db.models import ForeignKey, Model, QuerySet
from django.http import Http404, HttpRequest
from wagtail.api.v3.registry import registry as shapes
from wagtail.models import Page

from cms.declarations import Gate
from cms.declarations.gates import get_gate
from cms.declarations.scopes import Scope
from cms.editorial.errors import Refused
from cms.editorial.kinds import find_kind
from cms.editorial.schedules import SCHEDULE
from cms.editorial.wholes import list_whole_fields

__all__ = ["describe_page", "find_page", "list_pages"]


def list_pages(
    request: HttpRequest, scope: Scope, *, type: str, locale: str, slug: str, child_of: int | None
) -> QuerySet[Page]:
    """The visible pages that fit."""
    if "\0" in f"{locale}{slug}":
        raise Refused(422, "A parameter holds the character NUL: leave it out.")
    if locale and scope.locales is not None and locale not in scope.locales:
        raise Refused(403, f"This key is not for the language {locale!r}.")
    model = find_kind(type, scope) if type else Page
    rows = model._default_manager.filter(get_gate(request).visible(model))
    wanted = {"locale__language_code": locale, "slug": slug}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    if child_of is not None:
        rows = rows.child_of(find_page(request, child_of))
    return rows.select_related("content_type", "locale").order_by("pk")  # type: ignore[no-any-return]


def find_page(request: HttpRequest, key: int) -> Page:
    """The visible page with this key, as a plain page; Http404 without one."""
    gate = get_gate(request)
    page = Page.objects.filter(gate.visible(Page), pk=key).select_related("content_type", "locale").first()
    if page is None:
        raise Http404
    return page


def describe_page(request: HttpRequest, row: Page, *, whole: bool) -> dict[str, Any]:
    """A page of its own kind with the fields that Wagtail's `api_fields` name. whole: with its bodies, tags
    and schedule, too."""
    registered = shapes.get(row._meta.label)
    if registered is None or registered.read_schema is None:
        raise Http404
    shown = registered.read_schema.model_validate(row, context={"request": request}, from_attributes=True)
    data = shown.model_dump(mode="json")
    hide_rows(get_gate(request), type(row), data)
    left_out = () if whole else (*SCHEDULE, *(field.name for field in list_whole_fields(type(row))))
    return {name: value for name, value in data.items() if name not in left_out}


def hide_rows(gate: Gate, model: type[Model], data: dict[str, Any]) -> None:
    """Take references to rows that the caller may not see out of a page."""
    for name in ("parent", "alias_of"):
        data["meta"][name] = keep_visible(gate, Page, data["meta"].get(name))
    for field in model._meta.get_fields():
        if isinstance(field, ForeignKey) and field.name in data:
            data[field.name] = keep_visible(gate, field.related_model, data[field.name])  # type: ignore[arg-type]


def keep_visible(gate: Gate, model: type[Model], value: Any) -> Any:
    if value is None:
        return None
    try:
        rule = gate.visible(model)
    except ImproperlyConfigured:  # the API does not show such rows at all
        return None
    return value if model._default_manager.filter(rule, pk=value["id"]).exists() else None
