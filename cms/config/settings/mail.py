"""EMAIL_URL as Django's settings for e-mail."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote, urlsplit

__all__ = ["smtp_settings"]

PATIENCE = 10
"""Seconds that a mail server has for each answer: one that hangs must not hold a worker."""


def smtp_settings(url: str) -> dict[str, Any]:
    """The settings for a server named by smtp:// (STARTTLS) or smtps://."""
    smtp = urlsplit(url)
    encrypted = smtp.scheme == "smtps"
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_USE_SSL": encrypted,
        "EMAIL_USE_TLS": not encrypted,
        "EMAIL_TIMEOUT": PATIENCE,
        "EMAIL_HOST": smtp.hostname,
        "EMAIL_PORT": smtp.port or (465 if encrypted else 587),
        "EMAIL_HOST_USER": unquote(smtp.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(smtp.password or ""),
    }
