"""Keys in words: what state one is in, and what it reads."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cms.declarations.scopes import ACTIONS, list_kinds
from cms.identity.models import ApiKey

__all__ = ["describe_key", "describe_limits", "is_valid", "name_kind"]


def is_valid(key: ApiKey) -> bool:
    """Whether requests with it are answered, as far as its own row says."""
    return key.revoked_at is None and (key.expires_at is None or key.expires_at > timezone.now())


def describe_key(key: ApiKey) -> str:
    """Its state with the day that belongs to it."""
    if key.revoked_at:
        return _("revoked %(day)s") % {"day": format_day(key.revoked_at)}
    if key.expires_at is None:
        return _("valid")
    if not is_valid(key):
        return _("expired %(day)s") % {"day": format_day(key.expires_at)}
    if key.replaced_at:
        return _("replaced, until %(day)s") % {"day": format_day(key.expires_at)}
    return _("valid until %(day)s") % {"day": format_day(key.expires_at)}


def describe_limits(key: ApiKey) -> str:
    """What it reads and writes, in one line."""
    if key.owner_id is None:
        return _("what is public")
    kinds = ", ".join(name_kind(each) for each in key.kinds) or _("all kinds")
    names = dict(settings.WAGTAIL_CONTENT_LANGUAGES)
    parts = [kinds, ", ".join(str(names.get(each, each)) for each in key.locales) or _("all languages")]
    if key.reads_drafts:
        parts.append(_("with drafts"))
    if key.actions:
        parts.append(_("may %(actions)s") % {"actions": name_actions(key.actions)})
    return "; ".join(parts)


def name_actions(actions: Iterable[str]) -> str:
    names = dict(ACTIONS)
    return ", ".join(str(names.get(each, each)) for each in actions)


def name_kind(label: str) -> str:
    """The name of a kind; its label where it is not installed any more."""
    model = list_kinds().get(label)
    return str(capfirst(model._meta.verbose_name_plural)) if model else label


def format_day(moment: object) -> str:
    return date_format(timezone.localtime(moment), "DATE_FORMAT")  # type: ignore[arg-type]
