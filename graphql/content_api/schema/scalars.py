"""Scalars of our own."""

from __future__ import annotations

from typing import Any

import graphene


class JSON(graphene.Scalar):
    """Any JSON value, as it is: objects, lists, strings, numbers, true, false and null."""

    @staticmethod
    def serialize(value: Any) -> Any:
        return value
