"""Wagtail's edit forms take the key of every row (Wagtail 8.0.1).

Here a person can choose the rows that they may see. What somebody else has chosen before stays.
tests/security/test_admin_references.py fails for a wrapper that is no longer needed.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms import ModelChoiceField
from django.forms.models import BaseModelForm
from django.utils.translation import gettext
from wagtail import blocks
from wagtail.fields import RichTextField

from cms.compat.wrapping import replace
from cms.visibility.current import current_gate
from cms.visibility.gate import AdminGate, narrowing_gate
from cms.visibility.references import find_targets

__all__ = [
    "check_choice",
    "check_rich_text_block",
    "check_rich_text_field",
    "keep_unknown_choice",
    "remember_edited_row",
]


@replace(BaseModelForm, "__init__")
def remember_edited_row(original: Any, form: Any, *args: Any, **kwargs: Any) -> None:
    original(form, *args, **kwargs)
    if gate := current_gate():
        gate.held.add(form.instance)


@replace(ModelChoiceField, "to_python")
def check_choice(original: Any, field: Any, value: Any) -> Any:
    """The row of a field or chooser block: one that may be seen, or one that was chosen before."""
    gate = narrowing_gate(field.queryset.model)
    if gate is None:
        return original(field, value)
    try:
        found = original(field, value)
    except ValidationError:
        return find_held_choice(gate, field, value)
    if found is not None and is_rejected(gate, field, found):
        raise invalid_choice(field, value)
    return found


def find_held_choice(gate: AdminGate, field: Any, value: Any) -> Any:
    """A row that was chosen before, where the list that is offered does not have it."""
    rows = getattr(field, "all_rows", None)
    try:
        found = None if rows is None else rows.filter(**{field.to_field_name or "pk": value}).first()
    except (ValueError, TypeError):
        found = None
    if found is None or is_rejected(gate, field, found):
        raise invalid_choice(field, value)
    return found


def is_rejected(gate: AdminGate, field: Any, row: Model) -> bool:
    if getattr(row, field.to_field_name or "pk") in getattr(field, "held_keys", ()):
        return False
    return bool(gate.rejected_keys(type(row), [row.pk]))


def invalid_choice(field: Any, value: Any) -> ValidationError:
    return ValidationError(
        field.error_messages["invalid_choice"], code="invalid_choice", params={"value": value}
    )


@replace(blocks.ChooserBlock, "value_from_form")
def keep_unknown_choice(original: Any, block: Any, value: Any) -> Any:
    """Wagtail empties a block that was sent the key of no row. The key is kept, so that the check of the block rejects
    it with the same message as that of a hidden row."""
    found = original(block, value)
    if found is None and value is not None and narrowing_gate(block.model_class):
        return block.model_class(pk=value)
    return found


@replace(blocks.RichTextBlock, "clean")
def check_rich_text_block(original: Any, block: Any, value: Any) -> Any:
    cleaned = original(block, value)
    check_targets(cleaned.source)
    return cleaned


@replace(RichTextField, "clean")
def check_rich_text_field(original: Any, field: Any, value: Any, instance: Any) -> Any:
    cleaned = original(field, value, instance)
    check_targets(cleaned or "")
    return cleaned


def check_targets(html: str) -> None:
    """Reject links and embeds that lead to rows which may not be seen, by the words of the links."""
    rejected = [
        target.text
        for target in find_targets(html)
        if (gate := narrowing_gate(target.model)) and is_target_rejected(gate, target.model, target.key)
    ]
    if rejected:
        message = gettext(
            "The target of a link or image does not exist or is not visible to you. "
            "Choose another one, or remove it: %(texts)s"
        )
        texts = ", ".join(f"“{text}”" for text in rejected if text) or gettext("an image")
        raise ValidationError(message % {"texts": texts})


def is_target_rejected(gate: AdminGate, model: type[Model], key: str) -> bool:
    try:
        clean = model._meta.pk.to_python(key)
    except ValidationError:
        return True
    return bool(gate.rejected_keys(model, [clean]))
