"""Model fields shared by several kinds."""

from typing import Any

from django import forms
from django.contrib.postgres.fields import ArrayField
from django.db import models

from cms.base.name_keys import KEY_LENGTH, make_name_key


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

    def clean(self, value: Any, model_instance: models.Model | None) -> list[str]:
        """Each choice once, so that no list is longer than that of the choices."""
        return list(dict.fromkeys(super().clean(value, model_instance) or ()))


class NameKeyField(models.CharField):
    """The key by which a name is compared, worked out from another field whenever the row is written."""

    def __init__(self, *args: Any, source: str = "", **kwargs: Any) -> None:
        self.source = source
        super().__init__(*args, **{"max_length": KEY_LENGTH, "editable": False, "default": "", **kwargs})

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        key = make_name_key(getattr(model_instance, self.source))
        setattr(model_instance, self.attname, key)
        return key

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "source": self.source}
