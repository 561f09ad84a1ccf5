"""Sessions, with whose they are and where: in the place of Django's own table."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

__all__ = ["Session"]


class Session(AbstractBaseSession):
    """A session of a browser.

    user: None before sign-in. device: the browser's own words (User-Agent), shortened. last_used_at: exact to a few
    minutes, since it is not written at each request. No network address is stored.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="sessions", null=True, editable=False
    )
    device = models.CharField(max_length=200, blank=True)
    signed_in_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField()

    class Meta(AbstractBaseSession.Meta):
        abstract = False

    @classmethod
    def get_session_store_class(cls) -> Any:
        from cms.people.session_store import SessionStore

        return SessionStore
