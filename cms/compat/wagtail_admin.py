"""Wagtail's admin asks the admin gate wherever it has no hook or permission policy for it (Wagtail 8.0.1).

Page chooser and page explorer have hooks, see `cms.site.wagtail_hooks`. Snippet choosers, bulk actions, filter
lists, tags and chooser fields take every row of their model. Each is wrapped here once, at the base class that all of
them go through. tests/security/test_admin_rules.py fails for a wrapper that is no longer needed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.forms import BoundField, ModelChoiceField
from django.forms.models import BaseModelForm
from django.http import Http404, HttpRequest, JsonResponse
from django.utils.translation import gettext
from taggit.models import Tag
from wagtail.admin import filters, models
from wagtail.admin.views import chooser, tags
from wagtail.admin.views.bulk_action import base_bulk_action
from wagtail.admin.views.generic import chooser as generic_chooser
from wagtail.admin.views.pages import copy
from wagtail.admin.views.reports import page_types_usage
from wagtail.admin.widgets import chooser as chooser_widgets
from wagtail.images.views import chooser as image_chooser
from wagtail.models import Page

from cms.visibility.current import admin_gate, current_gate
from cms.visibility.gate import is_guarded

__all__ = ["WRAPPED", "install", "unwrapped"]

NOT_VISIBLE = {
    "edit_url": None, "parent_id": None, "default_alt_text": "", "preview": {"url": "", "width": 0, "height": 0},
}  # fmt: skip
"""What fields for pages, pictures and documents know of a row besides its key and title."""
WRAPPED: dict[str, tuple[Any, str, Any]] = {}
"""What was replaced: owner, attribute and original, by the name of our function."""


def _replace(owner: Any, attribute: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register a wrapper, which takes the original as its first argument."""

    def decorate(wrapper: Callable[..., Any]) -> Callable[..., Any]:
        WRAPPED[wrapper.__name__] = (owner, attribute, getattr(owner, attribute))
        _wrappers[wrapper.__name__] = wrapper
        return wrapper

    return decorate


_wrappers: dict[str, Callable[..., Any]] = {}
_off: set[str] = set()


def install() -> None:
    """Put all wrappers in place; called once, before the addresses of the admin are read."""
    for name, (owner, attribute, original) in WRAPPED.items():
        setattr(owner, attribute, _bind(name, original))


def _bind(name: str, original: Any) -> Callable[..., Any]:
    @wraps(original)
    def bound(*args: Any, **kwargs: Any) -> Any:
        return original(*args, **kwargs) if name in _off else _wrappers[name](original, *args, **kwargs)

    return bound


@contextmanager
def unwrapped(name: str) -> Iterator[None]:
    """Wagtail as it is without one of the wrappers; for tests."""
    _off.add(name)
    try:
        yield
    finally:
        _off.discard(name)


@_replace(generic_chooser.BaseChooseView, "filter_object_list")
def filter_chooser(original: Any, view: Any, objects: Any) -> Any:
    """Lists of snippet, image and document choosers. What a search found is filtered afterwards, because a search index
    filters by the columns that were declared for it only."""
    found = original(view, objects)
    if not isinstance(objects, QuerySet) or admin_gate(view.request).sees_all(objects.model):
        return found
    if isinstance(found, QuerySet):
        return admin_gate(view.request).narrow(found)
    return _visible_items(view.request, list(found))


@_replace(generic_chooser.ChosenResponseMixin, "get_multiple_chosen_response")
def filter_chosen(original: Any, view: Any, items: Any) -> Any:
    return original(view, _visible_items(view.request, list(items)))


@_replace(base_bulk_action.BulkAction, "get_actionable_objects")
def filter_bulk_action(original: Any, action: Any) -> tuple[list[Any], dict[str, list[Any]]]:
    """Rows of a bulk action: those that may be changed, and those that may only be seen."""
    objects, others = original(action)
    kept = _visible_items(action.request, list(objects))
    seen = {name: _visible_items(action.request, list(rows)) for name, rows in others.items()}
    if not kept and not any(seen.values()) and (objects or any(others.values())):
        raise Http404
    return kept, seen


def _visible_items(request: HttpRequest, items: list[Any]) -> list[Any]:
    """The rows that may be seen, in the same order; one statement for each model."""
    gate = admin_gate(request)
    for model in {type(item) for item in items if isinstance(item, Model)}:
        keys = [item.pk for item in items if type(item) is model]
        hidden = gate.hidden_keys(model, keys)
        items = [item for item in items if type(item) is not model or item.pk not in hidden]
    return items


@_replace(filters.WagtailFilterSet, "get_form_class")
def narrow_filter_choices(original: Any, filterset: Any) -> Any:
    """Names in the filters of a listing or report."""
    for each in filterset.filters.values() if filterset.request else ():
        choices = getattr(each, "queryset", None)
        choices = each.extra.get("queryset") if choices is None else choices
        rows = choices(filterset.request) if callable(choices) else choices
        if isinstance(rows, QuerySet) and is_guarded(rows.model):
            each.queryset = admin_gate(filterset.request).narrow(rows.all())
    return original(filterset)


@_replace(tags, "autocomplete")
def complete_tags(original: Any, request: HttpRequest, app_name: Any = None, model_name: Any = None) -> Any:
    """Suggestions for tags."""
    response = original(request, app_name, model_name)  # rejects what is no model of tags
    model = (
        tags.ContentType.objects.get_by_natural_key(app_name, model_name).model_class() if app_name else Tag
    )
    term = request.GET.get("term")
    if admin_gate(request).sees_all(model) or not term:
        return response
    shown = model.objects.filter(admin_gate(request).visible(model), name__istartswith=term).order_by("name")
    return JsonResponse(
        list(shown.values_list("name", flat=True)[: tags.TAGS_AUTOCOMPLETE_LIMIT]), safe=False
    )


@_replace(filters, "popular_tags_for_model")
def narrow_popular_tags(original: Any, model: type[Model], count: int = 10) -> Any:
    """Tags offered as filters of images and documents."""
    gate = current_gate()
    found = original(model, count)
    if gate is None or gate.sees_all(Tag) or gate.sees_all(model):
        return found
    return Tag.objects.filter(gate.visible(Tag), pk__in=[tag.pk for tag in found])


@_replace(image_chooser, "popular_tags_for_model")
def narrow_chooser_tags(original: Any, model: type[Model], count: int = 10) -> Any:
    return narrow_popular_tags(models.popular_tags_for_model, model, count)


@_replace(chooser.ExternalLinkView, "post")
def keep_external_link(original: Any, view: Any, request: HttpRequest) -> Any:
    """An address typed as external link is turned into a link to its page only for people who see all pages: the
    answer tells title and key of the page."""
    if admin_gate(request).sees_all(Page):
        return original(view, request)
    return chooser.BaseLinkFormView.post(view, request)


@_replace(page_types_usage.PageTypesUsageReportView, "dispatch")
def guard_type_report(original: Any, view: Any, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
    """The report names the page of each type that was edited last, whosever it is."""
    if not admin_gate(request).sees_all(Page):
        raise Http404
    return original(view, request, *args, **kwargs)


@_replace(chooser_widgets.BaseChooser, "get_value_data")
def hide_chosen_title(original: Any, widget: Any, value: Any) -> Any:
    """A field that holds a row which this person may not see keeps its key, and does not say what it is."""
    gate, model = current_gate(), getattr(widget, "model_class", None)
    if gate is None or model is None or not is_guarded(model) or gate.sees_all(model):
        return original(widget, value)
    instance = widget.get_instance(value)
    if instance is None or not gate.hides(instance):
        return original(widget, instance)
    if instance.pk not in getattr(widget, "held_keys", {instance.pk}):
        return original(widget, None)  # sent by this person: answered like a key that does not exist
    return {
        **NOT_VISIBLE,
        "id": instance.pk,
        widget.display_title_key: gettext("Chosen, but not visible to you"),
    }


@_replace(ModelChoiceField, "get_bound_field")
def narrow_model_choices(original: Any, field: Any, form: Any, name: str) -> BoundField:
    """A field of a form that edits no row takes the rows that may be seen, and those it held before. The key of any
    other row is answered like one that does not exist, before a form's own checks name the row in their messages."""
    bound: BoundField = original(field, form, name)
    gate, rows = current_gate(), field.queryset
    if isinstance(form, BaseModelForm):  # a row of a revision has no key, so what it held is not known
        return bound
    if gate is None or rows is None or not is_guarded(rows.model) or gate.sees_all(rows.model):
        return bound
    key, held = field.to_field_name or "pk", _keys_held(field, bound.initial)
    visible = rows.model._default_manager.filter(gate.visible(rows.model)).values("pk")
    field.widget.held_keys = held
    field.queryset = rows.filter(Q(pk__in=visible) | Q(**{f"{key}__in": held}))
    return bound


@_replace(copy.CopyView, "post")
def leave_parent_to_form(original: Any, view: Any, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
    """Wagtail looks the new parent up before the form does, and fails for a key that does not exist."""
    return super(copy.CopyView, view).post(request, *args, **kwargs)


def _keys_held(field: ModelChoiceField, initial: Any) -> set[Any]:
    """The keys of the row or rows that a field has before anything is sent."""
    found = field.prepare_value(initial)
    return set(found if isinstance(found, list) else [found]) - {None, ""}


@_replace(Page, "get_admin_display_title")
def show_public_title(original: Any, page: Page) -> str:
    """The title of an unpublished change is for people who may edit the page."""
    gate = current_gate()
    return original(page) if gate is None or gate.edits(page) else page.title  # type: ignore[no-any-return]
