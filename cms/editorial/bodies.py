"""What is sent: one JSON object, in the shape that Wagtail makes of the fields of a page."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any, get_args

from django.conf import settings
from django.http import HttpRequest
from pydantic import BaseModel

from cms.actors.actor import Actor
from cms.editorial.errors import Refused

__all__ = ["parse_page", "read_body", "refuse_body"]


def read_body(request: HttpRequest, actor: Actor) -> dict[str, Any]:
    """The object that was sent, its `meta` an object too; Refused for everything else."""
    most = settings.API_LIMITS[actor.audience].body
    if is_longer(request, most):
        raise Refused(413, f"The body is longer than {most} bytes.")
    if request.content_type != "application/json":
        raise Refused(415, "Send JSON, with `Content-Type: application/json`.")
    data = parse_json(request.body)
    if not isinstance(data, dict) or not isinstance(data.setdefault("meta", {}), dict):
        raise Refused(422, "The body must be an object, and its `meta` as well.")
    return data


def parse_json(body: bytes) -> Any:
    """What JSON says; Refused for all else: NaN is no number of it, and half a surrogate pair is no character."""
    try:
        data = json.loads(body, parse_constant=refuse_constant)
        json.dumps(data, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise Refused(422, "The body is not JSON, or has half a character (a lone surrogate).") from None
    return data


def refuse_constant(name: str) -> None:
    raise ValueError(name)


def is_longer(request: HttpRequest, most: int) -> bool:
    """Whether the body has more bytes: by the header where that is a number, so that most of these are not read."""
    announced = str(request.META.get("CONTENT_LENGTH") or "")
    return (announced.isdecimal() and int(announced) > most) or len(request.body) > most


def refuse_body(request: HttpRequest) -> None:
    """Refused where something was sent that would be ignored. An empty object says nothing."""
    if request.body.strip() not in (b"", b"{}"):
        raise Refused(422, "This address takes no body: send it without one.")


def parse_page(schema: type[BaseModel] | None, data: dict[str, Any]) -> Any:
    """The object as the schema of a kind reads it. A name that the schema does not have is refused, not lost."""
    if schema is None:
        raise Refused(422, "Pages of this kind are not written.")
    names = {name: field.alias or name for name, field in schema.model_fields.items()}
    names |= {alias: alias for alias in names.values()}  # a reference: `vendor`, or `vendor_id`
    if unknown := data.keys() - names.keys():
        raise Refused(422, f"There is no field {min(unknown)!r}. Fields: {', '.join(sorted(names))}.")
    check_names_once(data, names)
    known = list_meta_names(schema)
    if unknown := data["meta"].keys() - known:
        raise Refused(
            422, f"There is no {min(unknown)!r} in `meta`. Known there: {', '.join(sorted(known))}. Fields such as "
            "`slug` stand beside it.",
        )  # fmt: skip
    return schema.model_validate({names[name]: value for name, value in data.items()})


def check_names_once(data: Collection[str], names: Mapping[str, str]) -> None:
    """Refused where a field was sent under both of its names, for one of the values would be lost."""
    for field in set(names.values()):
        if len(given := sorted(name for name in data if names[name] == field)) > 1:
            raise Refused(422, f"{' and '.join(map(repr, given))} name the same field: send one of them.")


def list_meta_names(schema: type[BaseModel]) -> set[str]:
    """What `meta` may hold, which Wagtail's schemas leave open."""
    given = schema.model_fields["meta"].annotation
    shapes = [
        each for each in (given, *get_args(given)) if isinstance(each, type) and issubclass(each, BaseModel)
    ]
    return {name for shape in shapes for name in shape.model_fields}
