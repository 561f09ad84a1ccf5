"""Filters by typed attributes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from cms.declarations import Gate
from content_types.solutions.parts import AttributeValue
from content_types.taxonomy.models import AttributeDefinition, AttributeType

__all__ = ["AttributeFilter", "CheckedAttribute", "build_attribute_rule", "check_attributes"]

MAX_ATTRIBUTES = 10


@dataclass(frozen=True)
class AttributeFilter:
    """A condition on one typed attribute: `equals`, `in`, or a number from `min` to `max`, which both belong to it.

    slug: of an attribute with `filterable`. Values are written as in `attributes { value }`: numbers as decimals, yes
    or no as true or false. unit: needed where the attribute is measured in several.
    """

    slug: str
    equals: str | None = None
    in_: list[str] | None = None
    min: float | None = None
    max: float | None = None
    unit: str | None = None

    @property
    def has_range(self) -> bool:
        return self.min is not None or self.max is not None


@dataclass(frozen=True)
class CheckedAttribute:
    """A condition that fits its attribute. definitions: their keys. values: stored forms, or numbers; empty for a
    range."""

    slug: str
    definitions: tuple[int, ...]
    is_number: bool
    values: tuple[Any, ...] = ()
    low: Decimal | None = None
    high: Decimal | None = None


def check_attributes(given: Sequence[AttributeFilter], gate: Gate) -> tuple[CheckedAttribute, ...]:
    """ValidationError, with name, place and remedy, for a condition that no value can meet. One statement for all."""
    if len(given) > MAX_ATTRIBUTES:
        raise ValidationError(_("at most %(number)s attributes."), params={"number": MAX_ATTRIBUTES})
    slugs = {each.slug for each in given}
    rows = AttributeDefinition.objects.filter(gate.visible(AttributeDefinition), key__in=slugs)
    known = list(rows.order_by("pk"))
    return tuple(
        check_attribute(f"[{place}]", each, [row for row in known if row.key == each.slug])
        for place, each in enumerate(given)
    )


def check_attribute(
    place: str, given: AttributeFilter, known: Sequence[AttributeDefinition]
) -> CheckedAttribute:
    offered = [each for each in known if each.filterable]
    if not offered:
        reason = _("cannot be filtered by") if known else _("does not exist")
        raise reject(place, given, _("%(reason)s: take a slug of attributeDefinitions."), reason=reason)
    check_operators(place, given)
    chosen = choose_unit(place, given, offered)
    return check_range(place, given, chosen) if given.has_range else check_items(place, given, chosen)


def reject(place: str, given: AttributeFilter, message: str, **values: Any) -> ValidationError:
    named = _("%(place)s: “%(slug)s” ") % {"place": place, "slug": given.slug}
    return ValidationError(named + message % values)


def check_operators(place: str, given: AttributeFilter) -> None:
    if sum((given.equals is not None, given.in_ is not None, given.has_range)) != 1:
        raise reject(place, given, _("needs one condition: give equals, in, or min and max."))
    if given.min is not None and given.max is not None and given.min > given.max:
        raise reject(place, given, _("has a min greater than its max: swap them."))


def choose_unit(
    place: str, given: AttributeFilter, offered: Sequence[AttributeDefinition]
) -> list[AttributeDefinition]:
    """The definitions in the unit that was given, in any language; without one there must be no choice of units."""
    units = sorted({each.unit for each in offered})
    if given.unit is None:
        if len(units) > 1:
            raise reject(place, given, _("is measured in %(units)s: give unit."), units=list_words(units))
        return list(offered)
    chosen = [each for each in offered if given.unit in each.list_units()]
    if not chosen:
        raise reject(place, given, _("is measured in %(units)s: change unit."), units=list_words(units))
    return chosen


def list_words(words: Iterable[str]) -> str:
    return ", ".join(f"“{each}”" for each in words)


def check_range(
    place: str, given: AttributeFilter, chosen: Sequence[AttributeDefinition]
) -> CheckedAttribute:
    numbers = [each for each in chosen if each.type == AttributeType.NUMBER]
    if not numbers:
        raise reject(place, given, _("is not a number: give equals or in."))
    low, high = to_decimal(given.min), to_decimal(given.max)
    return CheckedAttribute(given.slug, list_keys(numbers), True, (), low, high)


def to_decimal(bound: float | None) -> Decimal | None:
    return None if bound is None else Decimal(str(bound))


def list_keys(definitions: Iterable[AttributeDefinition]) -> tuple[int, ...]:
    return tuple(each.pk for each in definitions)


def check_items(
    place: str, given: AttributeFilter, chosen: Sequence[AttributeDefinition]
) -> CheckedAttribute:
    """The stored forms of the values, by the first type among the definitions that all of them fit."""
    items = given.in_ if given.in_ is not None else [given.equals]
    problem = ""
    for kind in dict.fromkeys(each.type for each in chosen):
        alike = [each for each in chosen if each.type == kind]
        try:
            values = tuple(dict.fromkeys(parse_item(alike, str(item)) for item in items))
        except ValidationError as error:
            problem = problem or " ".join(error.messages)
            continue
        is_number = kind == AttributeType.NUMBER
        return CheckedAttribute(
            given.slug, list_keys(alike), is_number, tuple(map(Decimal, values)) if is_number else values
        )
    raise reject(place, given, _("has another type: %(problem)s"), problem=problem)


def parse_item(definitions: Sequence[AttributeDefinition], item: str) -> str:
    """The stored form of a value; a choice needs to be one of those of any of the definitions."""
    first, *others = definitions
    try:
        return first.parse(item)
    except ValidationError:
        if not others:
            raise
        return parse_item(others, item)


def build_attribute_rule(checked: Sequence[CheckedAttribute], gate: Gate) -> Q:
    """Solutions that meet all conditions."""
    rule = Q()
    for each in checked:
        values = AttributeValue.objects.order_by().filter(
            gate.visible(AttributeValue), definition__in=each.definitions
        )
        rule &= Q(pk__in=values.filter(build_value_rule(each)).values("page"))
    return rule


def build_value_rule(checked: CheckedAttribute) -> Q:
    if not checked.is_number:
        return Q(value__in=checked.values)
    if checked.low is None and checked.high is None:
        return Q(number__in=checked.values)
    low = Q() if checked.low is None else Q(number__gte=checked.low)
    return low if checked.high is None else low & Q(number__lte=checked.high)
