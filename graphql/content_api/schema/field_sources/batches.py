"""The values of declared batches, by the keys of rows."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.core.exceptions import ValidationError

from cms.declarations import BatchField
from cms.plugins.api.errors import CallFailed
from content_api.access.gate import Gate
from content_api.access.reader import Reader
from content_api.errors import PluginFailed
from content_api.model.asked_once import ask_once
from content_api.model.field_sources import Batch
from content_api.model.marked_rows import expect_rows
from content_api.schema.rejections import api_error
from content_api.schema.types.values import list_row_members

__all__ = ["load_declared"]


def load_declared(
    source: Batch, keys: list[Any], reader: Reader, given: Mapping[str, Any]
) -> Mapping[Any, Any]:
    """What was declared, for rows with these keys; the rows that the values point to will be loaded together.

    PluginFailed when a plugin behind it gives no answer.
    """
    declared = source.declared
    name = ("batch", source.model, declared.name, tuple(given.items()))
    found = ask_once(reader, name, keys, lambda: load_values(declared, keys, reader.gate, given))
    for member, model in list_row_members(declared.type):
        expect_rows(model, {getattr(value, member) for value in list_values(found)} - {None}, reader)
    return found


def list_values(found: Mapping[Any, Any]) -> Collection[Any]:
    return [value for each in found.values() for value in (each if isinstance(each, list) else [each])]


def load_values(
    declared: BatchField, keys: list[Any], gate: Gate, given: Mapping[str, Any]
) -> Mapping[Any, Any]:
    arguments = (given,) if declared.arguments else ()
    try:
        return declared.load(keys, gate, *arguments)
    except CallFailed as error:
        raise PluginFailed(error) from error
    except ValidationError as error:
        raise api_error(error) from error
