"""What the scopes of clients mean, for the person who is asked."""

from __future__ import annotations

from django.utils.translation import gettext as _

__all__ = ["describe_scope"]


def describe_scope(scope: str) -> str:
    return {
        "openid": _("Recognise you when you come back"),
        "profile": _("See your public name"),
        "email": _("See your e-mail address"),
        "read": _("Read what you may read here, your own drafts included"),
        "write": _("Change what you may change here, in your name"),
    }[scope]
