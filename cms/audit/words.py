"""Events of the audit log in the words of the person who reads them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy as _
from wagtail.log_actions import registry

from cms.audit.models import AuditEvent

__all__ = ["describe_data", "describe_kind", "describe_target", "describe_user"]

KINDS = {
    "account.changed": _("Account changed"),
    "account.created": _("Account created"),
    "account.deleted": _("Account deleted"),
    "claim.approved": _("Vendor claim approved"),
    "claim.opened": _("Vendor claimed"),
    "claim.proven": _("Vendor claim proven"),
    "claim.refused": _("Vendor claim refused"),
    "claim.withdrawn": _("Vendor claim withdrawn"),
    "client.added": _("Client added"),
    "client.changed": _("Client changed"),
    "client.removed": _("Client removed"),
    "consent.given": _("Agreed to a legal text"),
    "consent.withdrawn": _("Consent withdrawn"),
    "device.allowed": _("Device allowed to sign in"),
    "device.refused": _("Device refused"),
    "export.made": _("Exported"),
    "factor.app.added": _("Authenticator app added"),
    "factor.app.changed": _("Authenticator app replaced"),
    "factor.app.removed": _("Authenticator app removed"),
    "factor.passkey.added": _("Passkey added"),
    "factor.passkey.removed": _("Passkey removed"),
    "factor.role.added": _("Second factor asked for"),
    "factor.role.removed": _("Second factor no longer asked for"),
    "key.changed": _("API key changed"),
    "key.created": _("API key created"),
    "key.deleted": _("API key deleted"),
    "key.replaced": _("API key replaced"),
    "key.revoked": _("API key revoked"),
    "page.written": _("Page written by a machine"),
    "permission.changed": _("Permission changed"),
    "permission.granted": _("Permission granted"),
    "permission.withdrawn": _("Permission withdrawn"),
    "person.erased": _("Person erased"),
    "sign_in.ended": _("Signed out"),
    "sign_in.failed": _("Sign-in failed"),
    "sign_in.linked": _("Sign-in by another site added"),
    "sign_in.succeeded": _("Signed in"),
    "sign_in.unlinked": _("Sign-in by another site removed"),
}
"""Kinds that this site records itself; those of Wagtail's history have their words there."""


def describe_kind(kind: str) -> str:
    """What happened; the kind itself where there are no words for it, such as that of a plugin which is gone."""
    if kind in KINDS:
        return str(KINDS[kind])
    return str(registry.get_action_label(kind)) if registry.action_exists(kind) else kind


def describe_user(key: int | None, names: Mapping[int, str]) -> str:
    if key is None:
        return ""
    return names.get(key) or gettext("User %(key)d (deleted)") % {"key": key}


def describe_target(row: AuditEvent, names: Mapping[int, str]) -> str:
    """The record: its type and its name at that time."""
    if row.target_type == "accounts.user":
        return describe_user(int(row.target_key), names)
    model = find_model(row.target_type)
    name = capfirst(str(model._meta.verbose_name)) if model else row.target_type
    return ": ".join(filter(None, [name, row.target_label or row.target_key]))


def describe_data(row: AuditEvent) -> str:
    return "; ".join(list_details(find_model(row.target_type), row.data))


def list_details(model: type[Model] | None, data: Mapping[str, Any]) -> Iterator[str]:
    for name, value in data.items():
        shown = (gettext("yes") if value else gettext("no")) if isinstance(value, bool) else value
        yield f"{name_field(model, name)}: {shown}"


def name_field(model: type[Model] | None, name: str) -> str:
    try:
        return str(model._meta.get_field(name).verbose_name) if model else name  # type: ignore[union-attr]
    except FieldDoesNotExist:
        return name


def find_model(label: str) -> type[Model] | None:
    try:
        return apps.get_model(label)
    except (LookupError, ValueError):
        return None
