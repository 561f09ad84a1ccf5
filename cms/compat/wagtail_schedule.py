"""Wagtail 8.0: two faults of schedules.

A page or vendor whose expiry has passed cannot be saved any more, not even as a draft. The form says that the expiry
must be in the future, at a field in a closed dialog, so editors only read of "validation errors". A draft may keep its
expiry. On publishing, a message at the top of the page says what to do.

A public page or vendor that was imported has no live revision. Planning a change of it took it off the site until the
time of the change.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.forms import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.actions.publish_revision import PublishRevisionAction
from wagtail.admin.forms.models import WagtailAdminDraftStateFormMixin

__all__ = ["install"]

original = WagtailAdminDraftStateFormMixin.clean
original_publish = PublishRevisionAction._publish_revision


def clean(self: Any) -> dict[str, Any]:
    """Wagtail's checks, without that of an expiry that has passed and was not changed."""
    expiry = self.cleaned_data.get("expire_at")
    if not keeps_past_expiry(self, expiry):
        return original(self)  # type: ignore[no-any-return]
    self.cleaned_data["expire_at"] = None
    data: dict[str, Any] = original(self)
    data["expire_at"] = expiry
    if not self.is_deferred_validation:
        text = _("The expiry date has passed: change or clear it under “Set schedule”, then publish again.")
        self.add_error(None, ValidationError(text, code="expired"))
    return data


def keeps_past_expiry(form: Any, expiry: datetime | None) -> bool:
    """Whether the form sends back an expiry that has passed, after the moment of publication; it knows no seconds."""
    known = form.initial.get("expire_at")
    if expiry is None or known is None or expiry >= timezone.now():
        return False
    start = form.cleaned_data.get("go_live_at")
    return to_minute(expiry) == to_minute(known) and (start is None or start <= expiry)


def to_minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def publish_revision(self: Any, revision: Any, object: Any, *given: Any, **more: Any) -> None:
    """Wagtail's, which leaves a public row alone until the time of a change where it knows a live revision. Nothing of
    the row is stored then, so naming any revision is enough."""
    is_planned = object.go_live_at is not None and object.go_live_at > timezone.now()
    if is_planned and object.live and object.live_revision_id is None:
        object.live_revision = revision
    original_publish(self, revision, object, *given, **more)


def install() -> None:
    """Extend Wagtail's methods; called once, at the start."""
    WagtailAdminDraftStateFormMixin.clean = clean
    PublishRevisionAction._publish_revision = publish_revision
