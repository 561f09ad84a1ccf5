"""Fields that are written as a whole: bodies and tags. Who sends one back has to know all that it held."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from taggit.managers import TaggableManager
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.utils.forms import CodedMessage, FieldPath, FormValidationError

from cms.declarations.scopes import Scope
from cms.editorial.references import find_bad_references
from cms.editorial.streams import BlockReader, locate_errors
from cms.editorial.tags import find_bad_tags
from cms.visibility.current import current_gate

__all__ = ["check_stored_bodies", "list_whole_fields", "read_wholes"]

Problems = dict[FieldPath, list[CodedMessage]]


def list_whole_fields(model: type[Model]) -> list[Any]:
    """The bodies and tags of a kind."""
    return [each for each in model._meta.get_fields() if isinstance(each, StreamField | TaggableManager)]


def read_wholes(page: Page, payload: dict[str, Any], scope: Scope) -> dict[str, Any]:
    """What was sent, its bodies as Wagtail's values; FormValidationError names each place that is wrong. Within the
    admin gate of the owner."""
    hold_row(page)
    problems: Problems = {}
    read = dict(payload)
    for field in list_whole_fields(type(page)):
        if field.name not in payload:
            continue
        if isinstance(field, StreamField):
            read[field.name] = read_body(field, payload[field.name], problems)
        else:
            problems |= dict(read_tags(field, page, payload[field.name], scope))
    if problems:
        raise FormValidationError(problems)
    return read


def hold_row(page: Page) -> None:
    """Let the gate admit what the page refers to already."""
    if gate := current_gate():
        gate.held.add(page)


def read_body(field: StreamField, raw: Any, problems: Problems) -> Any:
    reader = BlockReader()
    value = reader.read(field.stream_block, raw, (field.name,))
    problems |= reader.problems
    problems |= dict(find_bad_references(reader.references))
    return None if problems else field.stream_block.to_python(value)


def read_tags(
    field: Any, page: Page, names: Any, scope: Scope
) -> Iterator[tuple[FieldPath, list[CodedMessage]]]:
    held = [tag.name for tag in getattr(page, field.name).all()] if page.pk else []
    may_create = scope.allows("create", field.remote_field.model, page.locale.language_code)
    return find_bad_tags(field, names, held, may_create=may_create)


def check_stored_bodies(page: Page, sent: Collection[str] = ()) -> None:
    """FormValidationError where a stored body cannot be published: drafts may be unfinished, and only the form of the
    admin looks at that. sent: fields that replace what is stored."""
    hold_row(page)
    problems: Problems = {}
    for field in type(page)._meta.get_fields():
        if isinstance(field, StreamField) and field.name not in sent and (value := getattr(page, field.name)):
            try:
                field.stream_block.clean(value)
            except ValidationError as error:
                problems |= dict(locate_errors(error, (field.name,)))
    if problems:
        raise FormValidationError(problems)
