"""Django's enumerations, as a type checker has to see them: members are texts, written as pairs of value and label."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

__all__ = ["Choices", "TextChoices"]

if TYPE_CHECKING:
    from enum import Enum

    class Choices(Enum):
        label: str
        choices: ClassVar[list[tuple[Any, str]]]
        labels: ClassVar[list[str]]
        values: ClassVar[list[Any]]

    class TextChoices(str, Choices):
        _value_: str
        choices: ClassVar[list[tuple[str, str]]]
        values: ClassVar[list[str]]

        def __new__(cls, value: str, label: object = "") -> Self: ...

else:
    from django.db.models import Choices, TextChoices
