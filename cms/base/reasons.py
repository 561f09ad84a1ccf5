"""Messages that are kept and shown later, to people who read another language.

A `Reason` is its English text, and can be used as one. It also knows the template that it was made of and the values in
it, so that it can be translated whenever it is shown, stored as JSON, and sent to other processes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext, override

from cms.base.marked_text import mark_text

__all__ = ["Reason", "as_reason", "count_reason", "join_reasons", "mark_text", "read_messages"]


class Reason(str):
    """The English text of a message.

    template: marked by `gettext_noop`, with values as `%(name)s`; without values it is the text itself.
    values: texts and numbers, and parts that are reasons themselves. plural: the template for several, chosen by the
    number in `values` that `number` names. The parts of a list are its values, and `separator` stands between them.
    """

    template: str
    values: Mapping[str, Any]
    plural: str
    number: str
    separator: str | None

    def __new__(
        cls,
        template: str,
        values: Mapping[str, Any] | None = None,
        *,
        plural: str = "",
        number: str = "",
        separator: str | None = None,
    ) -> Reason:
        kept = {name: each if is_plain(each) else str(each) for name, each in (values or {}).items()}
        english = choose_form(template, plural, kept.get(number))
        made = super().__new__(cls, fill(english, kept, separator))
        made.template, made.values, made.plural = str(template), kept, plural
        made.number, made.separator = number, separator
        return made

    def __getnewargs_ex__(self) -> tuple[tuple[Any, ...], dict[str, Any]]:
        """What makes the same reason in another process."""
        options = {"plural": self.plural, "number": self.number, "separator": self.separator}
        return (self.template, dict(self.values)), options

    def show(self) -> str:
        """The text in the active language; in English where it is not translated."""
        values = {
            name: each.show() if isinstance(each, Reason) else each for name, each in self.values.items()
        }
        if self.plural:
            template = ngettext(self.template, self.plural, int(values[self.number]))
        else:
            template = gettext(self.template) if self.template else ""
        return fill(template, values, self.separator)

    def change(self, function: Callable[[str], str]) -> Reason:
        """The reason with a function applied to each text in it that is not marked for translation."""
        values = {name: change_value(each, function) for name, each in self.values.items()}
        template = self.template if values else function(self.template)
        separator = None if self.separator is None else function(self.separator)
        return Reason(template, values, plural=self.plural, number=self.number, separator=separator)

    def swap(self, part: str, other: Reason) -> Reason:
        """The reason with another part in the place of one, however deep it stands."""
        if self == part:
            return other
        values = {
            name: each.swap(part, other) if isinstance(each, Reason) else each
            for name, each in self.values.items()
        }
        return Reason(self.template, values, plural=self.plural, number=self.number, separator=self.separator)

    def list_parts(self) -> list[Reason]:
        """The parts of a list; any other reason alone."""
        if self.separator is None:
            return [self]
        return [as_reason(each) for each in self.values.values()]

    def to_json(self) -> dict[str, Any]:
        """The reason as `from_json` reads it."""
        values = {
            name: each.to_json() if isinstance(each, Reason) else each for name, each in self.values.items()
        }
        found = {"template": self.template, "plural": self.plural, "number": self.number, "values": values}
        kept = {name: each for name, each in found.items() if each}
        return kept if self.separator is None else kept | {"separator": self.separator}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Reason:
        values = {
            name: cls.from_json(each) if isinstance(each, dict) else each
            for name, each in stored.get("values", {}).items()
        }
        return cls(
            stored.get("template", ""),
            values,
            plural=stored.get("plural", ""),
            number=stored.get("number", ""),
            separator=stored.get("separator"),
        )


def is_plain(value: Any) -> bool:
    return isinstance(value, str | int) and not isinstance(value, bool)


def change_value(value: Any, function: Callable[[str], str]) -> Any:
    if isinstance(value, Reason):
        return value.change(function)
    return function(value) if isinstance(value, str) else value


def fill(template: str, values: Mapping[str, Any], separator: str | None) -> str:
    if separator is not None:
        return separator.join(map(str, values.values()))
    return str(template) % values if values else str(template)


def choose_form(template: str, plural: str, number: Any) -> str:
    return plural if plural and number != 1 else template


def as_reason(text: str) -> Reason:
    """A text as a reason, which it may be already."""
    return text if isinstance(text, Reason) else Reason(text)


def count_reason(forms: Any, values: Mapping[str, Any]) -> Reason:
    """A message with forms for one and for several: `ngettext_lazy("%(n)s line", "%(n)s lines", "n")`."""
    singular, plural, number = find_forms(forms) or (str(forms), "", "")
    return Reason(singular, values, plural=plural, number=number)


def join_reasons(separator: str, parts: Iterable[str]) -> Reason:
    """Several reasons as one; a single one stays as it is."""
    found = list(parts)
    if len(found) == 1:
        return as_reason(found[0])
    return Reason("", {str(place): part for place, part in enumerate(found)}, separator=separator)


def read_messages(error: ValidationError) -> list[Reason]:
    """The messages of an error. Those that Django or a model translates only when they are shown still can be."""
    found = error.error_dict.values() if hasattr(error, "error_dict") else [error.error_list]
    with override(None):  # so that a text for translation is its own template
        return [read_message(each) for errors in found for each in errors]


def read_message(error: ValidationError) -> Reason:
    values = error.params if isinstance(error.params, Mapping) else {}
    try:
        if find_forms(error.message):
            return count_reason(error.message, values)
        return Reason(str(error.message), values)
    except (KeyError, TypeError, ValueError):  # the template wants values of another kind
        return Reason(" ".join(error.messages))


def find_forms(message: Any) -> tuple[str, str, str] | None:
    """The singular, the plural and the name of the number of a message of `ngettext_lazy`; None for any other."""
    if isinstance(message, str) or not isinstance(message, Promise):
        return None
    *_, number, forms = message.__reduce__()[1]  # type: ignore[misc]
    if isinstance(number, str) and isinstance(forms, dict) and {"singular", "plural"} <= forms.keys():
        return forms["singular"], forms["plural"], number
    return None
