"""The kinds of callers in tests, from anonymous to administrator, and what each may read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cms.identity.roles import ADMINISTRATOR, EDITOR
from content_types.reviews.roles import MODERATOR
from content_types.testing.factories import make_user
from content_types.vendors.roles import VENDOR

__all__ = ["FOR_MEMBERS", "FOR_SIGNED_IN", "MAY", "MEMBERS", "RESTRICTED", "VIEWERS", "make_viewers"]

FOR_MEMBERS = "membercanary"
"""What only the group MEMBERS may read."""
FOR_SIGNED_IN = "signedincanary"
"""What anonymous callers may not read."""
MEMBERS = "Members"

RESTRICTED: Mapping[str, str] = {
    "signed_in": FOR_SIGNED_IN, "members": FOR_MEMBERS, "private": "privatecanary", "child": "childcanary",
}  # fmt: skip
"""Planted rows that the API shows to some callers, with their words. It shows the others to no caller: drafts are for
the admin and the preview."""

MAY: Mapping[str, frozenset[str]] = {
    "anonymous": frozenset(),
    "visitor": frozenset({"signed_in"}),
    "vendor": frozenset({"signed_in"}),
    "editor": frozenset({"signed_in", "members"}),
    "other_editor": frozenset({"signed_in"}),
    "moderator": frozenset({"signed_in"}),
    "administrator": frozenset({"signed_in"}),
    "superuser": frozenset(RESTRICTED),
}
"""By viewer, the rows of RESTRICTED that the API shows them."""
VIEWERS = tuple(MAY)


def make_viewers() -> dict[str, Any]:
    """The users of VIEWERS, by name; None is the anonymous caller."""
    return {
        "visitor": make_user("visitor"),
        "vendor": make_user("vendor", groups=(VENDOR.name,), is_staff=True),
        "editor": make_user("editor", groups=(EDITOR.name, MEMBERS), is_staff=True),
        "other_editor": make_user("other_editor", groups=(EDITOR.name,), is_staff=True),
        "moderator": make_user("moderator", groups=(MODERATOR.name,), is_staff=True),
        "administrator": make_user("administrator", groups=(ADMINISTRATOR.name,), is_staff=True),
        "superuser": make_user("superuser", is_superuser=True, is_staff=True),
    }
