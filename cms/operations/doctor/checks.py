"""Everything that the doctor looks at, in the order in which it is told."""

from __future__ import annotations

from cms.operations.doctor import cache, database, plugins, services, storage
from cms.operations.doctor.findings import Check

__all__ = ["CHECKS", "MIGRATION_CHECKS", "START_CHECKS"]

DATABASE = ("database",)
CHECKS = (
    Check("database", database.check_database, at_start=True),
    Check("extensions", database.check_extensions, at_start=True, needs=DATABASE),
    Check("migrations", database.check_migrations, at_start=True, needs=DATABASE),
    Check("clock", database.check_clock, at_start=True, needs=DATABASE),
    Check("disk", storage.check_disk, at_start=True),
    Check("cache", cache.check_cache, at_start=True),
    Check("plugins", plugins.check_plugins, at_start=True),
    Check("secrets", services.check_secrets),
    Check("indexes", database.check_indexes, needs=DATABASE),
    Check("system", services.check_system, needs=("database", "migrations")),
    Check("services", services.check_services, needs=("database", "migrations")),
    Check("processes", services.check_processes, needs=("database", "migrations")),
    Check("media", storage.check_media),
    Check("mail", services.check_mail),
)
START_CHECKS = tuple(check for check in CHECKS if check.at_start)
"""What has to be well before a process of the site starts."""
MIGRATION_CHECKS = tuple(check for check in CHECKS if check.name in ("database", "extensions"))
"""What has to be well before migrations run."""
