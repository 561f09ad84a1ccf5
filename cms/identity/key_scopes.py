"""What a key of a machine is limited to, for the gate."""

from __future__ import annotations

from functools import partial

from cms.declarations import Scope
from cms.identity.models import ApiKey
from cms.visibility.drafts import build_draft_rule

__all__ = ["build_scope"]


def build_scope(key: ApiKey) -> Scope:
    """The limits of a key that has an owner."""
    return Scope(
        kinds=frozenset(key.kinds) if key.kinds else None,
        locales=frozenset(key.locales) if key.locales else None,
        drafts=partial(build_draft_rule, key.owner) if key.reads_drafts else None,
        actions=frozenset(key.actions),
    )
