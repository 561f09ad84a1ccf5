"""The admin's form of a kind of pages, bound to what was sent."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms import Widget
from wagtail.api.v3.form_data import build_form_data, get_api_form_class
from wagtail.blocks.stream_block import StreamValue
from wagtail.models import Page
from wagtail.utils.forms import FormValidationError

from cms.declarations.scopes import Scope
from cms.editorial.errors import Refused
from cms.editorial.schedules import complete_schedule
from cms.editorial.streams import locate_errors
from cms.editorial.wholes import read_wholes

__all__ = ["build_change_form", "build_create_form", "place_errors"]


def build_create_form(model: type[Page], parent: Page, given: Any, owner: Any, scope: Scope) -> Any:
    """The form of a new page; Refused for a field that the owner may not edit. A slug is made by the form."""
    page, payload = model(owner=owner, locale=parent.locale), given.dict(exclude={"meta"})
    payload = complete_schedule(page, read_wholes(page, payload, scope))
    form = bind_form(get_api_form_class(model), page, parent, payload, owner)
    return check_fields(form, given.model_fields_set)


def build_change_form(page: Page, given: Any, owner: Any, scope: Scope) -> Any:
    """The form of a page with those fields that were sent, so that all others stay."""
    payload = read_wholes(page, given.dict(exclude={"meta"}, exclude_unset=True), scope)
    payload = complete_schedule(page, payload)
    form_class = get_api_form_class(type(page), field_names=payload.keys())
    return check_fields(
        bind_form(form_class, page, page.get_parent(), payload, owner), given.model_fields_set
    )


def bind_form(form_class: Any, page: Page, parent: Page, payload: dict[str, Any], owner: Any) -> Any:
    form_class = keep_other_errors(form_class)
    leave_out_fields(form_class, payload.keys())
    keep_field_permissions(form_class)
    bodies = {name: value for name, value in payload.items() if isinstance(value, StreamValue)}
    for name in bodies.keys() & form_class.base_fields.keys():
        form_class.base_fields[name].widget = SentValue(bodies[name])
    others = {name: value for name, value in payload.items() if name not in bodies}
    data = build_form_data(form_class, others, instance=page if page.pk else None)
    return form_class(data=data, instance=page, parent_page=parent, for_user=owner)


def check_fields(form: Any, names: set[str]) -> Any:
    """The form, if it takes all that was sent. Wagtail leaves out fields that the owner may not edit."""
    if denied := names - {"meta"} - form.fields.keys() - form.formsets.keys():
        raise Refused(403, f"The owner of this credential may not write {', '.join(sorted(denied))}.")
    return form


def leave_out_fields(form_class: Any, sent: Collection[str]) -> None:
    """Take out what the form declares by itself and was not sent: Wagtail leaves it in, and it would be emptied."""
    stored = {field.name for field in form_class._meta.model._meta.get_fields()}
    for name in (form_class.base_fields.keys() & stored) - set(sent):
        del form_class.base_fields[name]


def keep_field_permissions(form_class: Any) -> None:
    """Drop the permissions of fields that Wagtail has taken out of the form, which it looks for all the same."""
    permissions = form_class._meta.field_permissions or {}
    form_class._meta.field_permissions = {
        name: needed for name, needed in permissions.items() if name in form_class.base_fields
    }


class SentValue(Widget):
    """Gives a field a value that was read already. Wagtail would take it apart into the inputs of its own editor of
    blocks, which blocks with an editor of their own, such as tables, do not read."""

    def __init__(self, value: StreamValue) -> None:
        super().__init__()
        self.value = value

    def value_from_datadict(self, data: Any, files: Any, name: str) -> StreamValue:
        return self.value

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return False


class PartialForm:
    """A form of some fields, whose model checks them together with others."""

    fields: Any

    def add_error(self, field: str | None, error: Any) -> None:
        """Remember at which blocks of a body something is wrong; a form tells that it is."""
        if field is not None and hasattr(error, "block_errors"):
            self.__dict__.setdefault("block_errors", {})[field] = error
        super().add_error(field, error)  # type: ignore[misc]

    def _update_errors(self, errors: ValidationError) -> None:
        """Raise what the model says of fields that were not sent: Django's forms have no place for it."""
        named = errors.error_dict.keys() if hasattr(errors, "error_dict") else set()
        if named - {NON_FIELD_ERRORS} - self.fields.keys():
            raise errors
        super()._update_errors(errors)  # type: ignore[misc]


def keep_other_errors(form_class: Any) -> Any:
    """The form as a `PartialForm`."""
    return type(form_class)(form_class.__name__, (PartialForm, form_class), {})


def place_errors(form: Any, error: FormValidationError) -> FormValidationError:
    """The error of a form, with the place of each message within a body."""
    found = form.__dict__.get("block_errors", {})
    problems = {path: texts for path, texts in error.loc_errors if path[0] not in found}
    for name, nested in found.items():
        problems |= dict(locate_errors(nested, (name,)))
    return FormValidationError(problems)
