"""Valkey: a server that is away makes the site slower, and a server that refuses the site never comes to serve it."""

from __future__ import annotations

from collections.abc import Iterator

from django_redis import get_redis_connection
from redis.exceptions import AuthenticationError, ClusterError, ResponseError

from cms.operations.doctor.findings import Finding, fail, fine, warn

__all__ = ["check_cache"]

REMEDY = (
    "Start Valkey, or correct REDIS_URL. Until then the site is slower, and each process limits by itself."
)


def check_cache() -> Iterator[Finding]:
    """The cache answers, to this user, password and number of a database."""
    try:
        get_redis_connection("default").ping()
    except ClusterError as error:  # some are answers, but of a server that is not ready
        yield warn("cache", describe(error), REMEDY)
    except (AuthenticationError, ResponseError) as error:
        yield fail(
            "cache",
            f"Valkey refuses the site: {describe(error)}",
            "Correct user, password and number of the database in REDIS_URL, or the user's rights in Valkey.",
        )
    except Exception as error:
        yield warn("cache", describe(error), REMEDY)
    else:
        yield fine("cache", "It works.")


def describe(error: Exception) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split())
