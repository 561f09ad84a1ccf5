"""Reading type hints: the spellings of an optional type are one, `X | None`, `Optional[X]` and `Union[X, None]`."""

from __future__ import annotations

from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

__all__ = ["is_optional", "is_union", "list_alternatives", "without_annotations", "without_none"]


def without_annotations(hint: Any) -> Any:
    """`int` for `Annotated[int, …]`; any other hint as it is."""
    return without_annotations(get_args(hint)[0]) if get_origin(hint) is Annotated else hint


def is_union(hint: Any) -> bool:
    """Whether a hint is a union, however it is spelt."""
    return get_origin(without_annotations(hint)) in (Union, UnionType)


def list_alternatives(hint: Any) -> list[Any]:
    """The types of a union but None, without annotations; the hint itself when it is no union."""
    plain = without_annotations(hint)
    if not is_union(plain):
        return [plain]
    members = [each for each in get_args(plain) if each is not NoneType]
    return [inner for each in members for inner in list_alternatives(each)]


def is_optional(hint: Any) -> bool:
    """Whether None is a value of a hint."""
    plain = without_annotations(hint)
    return is_union(plain) and any(each is NoneType or is_optional(each) for each in get_args(plain))


def without_none(hint: Any) -> Any:
    """`str` for `str | None` and `Annotated[str | None, …]`; a union of several types as it is."""
    alternatives = list_alternatives(hint)
    return alternatives[0] if len(alternatives) == 1 else hint
