"""What the site holds of a person: a copy of all of it, and its erasure. Apps and plugins each answer for their own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import structlog
from django.db import transaction

from cms.base.events import tell_event
from cms.identity.models import User
from cms.plugins.api.errors import CallFailed
from cms.plugins.loader.records import State
from cms.plugins.runtime.current import platform

__all__ = ["DataHolder", "DataNote", "IncompleteDataError", "erase_person", "export_person", "holders"]

ACCOUNT = ("username", "email", "first_name", "last_name", "display_name", "date_joined", "last_login")
logger = structlog.get_logger(__name__)


class IncompleteDataError(Exception):
    """Somebody who holds data of the person did not answer, so nothing was done; the message names who and why."""


@dataclass(frozen=True, slots=True)
class DataNote:
    """A line of docs/reference/privacy.md. what: which data. why: what it is for. kept: until when it stays while the
    account does; {SETTING} is replaced by the name of the setting and its default. erased: what an erasure does."""

    what: str
    why: str
    kept: str
    erased: str


@dataclass(frozen=True, slots=True)
class DataHolder:
    """What one app holds of people. export: a user's data, JSON-ready but for dates. erase: deletes it, or makes it
    anonymous, in the caller's transaction, and answers how many rows that changed. note: the same for people who ask.
    columns: the relations to users that it answers for, "app_label.Model.field"; `manage.py check` names those that
    none does."""

    export: Callable[[User], Any]
    erase: Callable[[User], int]
    note: DataNote
    columns: tuple[str, ...] = ()


holders: dict[str, DataHolder] = {}
"""By the name of what is held; filled by apps when they are ready."""


def export_person(user: User, actor: int | None = None) -> dict[str, Any]:
    """Everything held of a person, by who holds it; IncompleteDataError when a plugin does not answer. actor: who asked
    for it, for the audit log; None for commands."""
    own = {"account": {name: getattr(user, name) for name in ACCOUNT}}
    own |= {name: holder.export(user) for name, holder in holders.items()}
    plugins = {name: ask_plugin(name, "export_personal_data", user) for name in plugins_with_data()}
    tell_event("export.made", actor=actor, target=user)
    return {**own, "plugins": plugins}


@transaction.atomic
def erase_person(user: User) -> dict[str, int]:
    """Delete an account, and delete or make anonymous what belongs to it: rows changed, by who held them.

    All or nothing: Incomplete, and nothing changed, when a plugin does not answer.
    """
    key = user.pk
    changed = {
        f"plugin {name}": ask_plugin(name, "erase_personal_data", user) for name in plugins_with_data()
    }
    changed |= {name: holder.erase(user) for name, holder in holders.items()}
    user.delete()
    logger.info("person_erased", user=key, changed=changed)
    return {**changed, "account": 1}


def plugins_with_data() -> list[str]:
    """Plugins that hold personal data, off or on; Incomplete when one of them cannot be asked."""
    for plugin in platform().plugins.values():
        if plugin.state is State.REFUSED and plugin.manifest and plugin.manifest.personal_data:
            raise IncompleteDataError(
                f"The plugin {plugin.name} stores personal data but was not loaded: {plugin.reason} "
                f"Repair it, or run `manage.py plugins uninstall {plugin.name} --purge`."
            )
    return platform().implementers("erase_personal_data")


def ask_plugin(plugin: str, hook: str, user: User) -> Any:
    try:
        return platform().run(plugin, hook, user=user.pk)
    except CallFailed as error:
        raise IncompleteDataError(f"The plugin {plugin} failed in {hook}: {error.reason}") from error
