"""The models' own checks, without the SQL that they would cost for every row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.validators import MaxLengthValidator
from django.db.models import FileField, ForeignKey, TextField
from treebeard.mp_tree import MP_Node
from wagtail.models import Page

from cms.importing.errors import Refusal

if TYPE_CHECKING:
    from cms.importing.fields import Field


def validate(obj: Any, fields: Sequence[Field]) -> None:
    """Run `clean_fields` and `clean`. Relations are left out: the references of a batch were loaded together. So are
    files, which were looked into when they were read, and which a dry run does not store.

    The first mistake becomes a Refusal that calls the field by its key in the record.
    """
    checked = [each.name for each in obj._meta.fields if each.is_relation or isinstance(each, FileField)]
    try:
        obj.clean_fields(exclude=[*checked, *unchecked(obj)])
        check_lengths(obj)
        without_slug_query(obj).clean()
    except ValidationError as error:
        raise refusal_of(error, {field.name: field.key for field in fields}) from None
    needed = {
        field.name: field for field in obj._meta.fields if isinstance(field, ForeignKey) and not field.null
    }
    for item in fields:
        if item.name in needed and getattr(obj, needed[item.name].attname) is None:
            raise Refusal("must be given", item.key)


def check_lengths(obj: Any) -> None:
    """The limits of long texts, which Django leaves to forms."""
    for field in obj._meta.fields:
        if isinstance(field, TextField) and field.max_length:
            try:
                MaxLengthValidator(field.max_length)(getattr(obj, field.attname))
            except ValidationError as error:
                raise ValidationError({field.name: error}) from None


def unchecked(obj: Any) -> list[str]:
    """Columns that the bulk writer fills in after the check."""
    return ["path", "depth", "numchild", "url_path", "translation_key"] if isinstance(obj, MP_Node) else []


def without_slug_query(obj: Any) -> Any:
    """The page with its look for siblings of the same slug switched off: slugs are compared for the whole batch."""
    if isinstance(obj, Page):
        obj._check_slug_is_unique = lambda: None
    return obj


def refusal_of(error: ValidationError, keys: dict[str, str]) -> Refusal:
    if not hasattr(error, "error_dict"):
        return Refusal(" ".join(error.messages))
    name, messages = next(iter(error.message_dict.items()))
    return Refusal(" ".join(messages), "" if name == NON_FIELD_ERRORS else keys.get(name, name))
