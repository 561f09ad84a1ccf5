"""A check that no relation to users is forgotten in the copy and the erasure of a person's data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.checks import Error, register as register_check

from cms.identity.models import User
from cms.identity.privacy import holders
from cms.plugins.runtime.current import platform

__all__ = ["check_user_relations", "list_user_relations", "register"]


def register() -> None:
    register_check(check_user_relations, "accounts")


def list_user_relations() -> Iterator[str]:
    """Every column that names a user: "app_label.Model.field", of tables of links too, of children's models once."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields(include_hidden=True):
            if (
                field.concrete
                and field.related_model is User
                and not field.many_to_many
                and field.model is model
            ):
                yield f"{model._meta.label}.{field.name}"


def check_user_relations(**options: Any) -> list[Error]:
    """An error for each relation to users that no holder of personal data answers for."""
    declared = {column for holder in holders.values() for column in holder.columns}
    answering = set(platform().implementers("export_personal_data"))
    return [
        Error(
            f"{column} names a user, but no DataHolder answers for it when a person asks for their data or an erasure.",
            hint="Name it in the `columns` of a DataHolder (cms.identity.privacy); a plugin implements "
            "export_personal_data and erase_personal_data.",
            id="accounts.E001",
        )
        for column in list_user_relations()
        if column not in declared and column.partition(".")[0] not in answering
    ]
