"""What a deployment must set. One list for the settings of production and for `manage.py doctor`."""

from __future__ import annotations

from cms.config.settings.env import Environment

__all__ = ["REQUIRED", "find_missing"]

REQUIRED = ("secret_key", "database_url", "redis_url", "allowed_hosts", "base_url", "frontend_url")
SHORTEST_KEY = 50


def find_missing(env: Environment) -> list[str]:
    """A line for each setting that production lacks; empty when it may start."""
    lines = [
        f"{name.upper()} is not set. See docs/reference/settings.md."
        for name in REQUIRED
        if name not in env.model_fields_set
    ]
    if "secret_key" in env.model_fields_set and len(env.secret_key) < SHORTEST_KEY:
        lines.append(f"SECRET_KEY is shorter than {SHORTEST_KEY} characters.")
    return lines
