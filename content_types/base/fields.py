"""Model fields shared by several kinds."""

from typing import Any

from django import forms
from django.contrib.postgres.fields import ArrayField


class ChoiceArrayField(ArrayField):
    """A PostgreSQL array of choices, edited with check boxes and validated against the choices."""

    def formfield(self, **kwargs: Any) -> forms.Field:
        return super(ArrayField, self).formfield(
            **{
                "form_class": forms.TypedMultipleChoiceField,
                "choices_form_class": forms.TypedMultipleChoiceField,
                "choices": self.base_field.choices,
                "coerce": str,
                "empty_value": [],
                "widget": forms.CheckboxSelectMultiple,
                **kwargs,
            }
        )
