"""What sign-ins and sign-ups leave behind is deleted at night."""

from __future__ import annotations

import time as clock
from datetime import time

from django.utils.translation import gettext_lazy as _
from social_django.models import Association, Nonce

from cms.people.links import delete_used_links
from cms.plugins.api.contributions import Job
from cms.plugins.runtime.core_jobs import declare_job

__all__ = ["delete_used_links_and_states", "register"]

KEPT = 24 * 3600


def register() -> None:
    declare_job(
        Job(
            name="delete_used_links_and_states", run=delete_used_links_and_states, at=time(3, 45),
            description=_("Deletes used links of sign-ups, and states of sign-ins with other sites."),
        )
    )  # fmt: skip


def delete_used_links_and_states() -> str:
    """Delete what no answer and no link can use any more."""
    states, _rows = Nonce.objects.filter(timestamp__lt=int(clock.time()) - KEPT).delete()
    count = states + Association.cleanup_expired()
    return f"{count:,} states and nonces, and {delete_used_links():,} used links deleted."
