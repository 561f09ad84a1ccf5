"""All migrations of the site and its plugins, looked at in the order in which they run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.migrations import operations as known
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.migration import Migration
from django.db.migrations.state import ProjectState

from cms.operations.blocking.operations import find_faults

__all__ = ["BlockingMigration", "find_blocking", "find_in_migration", "list_own_labels"]


@dataclass(frozen=True, slots=True, order=True)
class BlockingMigration:
    """A fault of a migration. operation: as Django describes it."""

    migration: str
    operation: str
    what: str
    remedy: str


def find_blocking(labels: set[str]) -> Iterator[BlockingMigration]:
    """The faults of all migrations of these apps, from their files alone."""
    loader = MigrationLoader(None)
    state, seen = ProjectState(), set()
    for leaf in sorted(loader.graph.leaf_nodes()):
        for key in loader.graph.forwards_plan(leaf):
            if key in seen:
                continue
            seen.add(key)
            migration = loader.graph.nodes[key]
            if migration.app_label in labels:
                yield from find_in_migration(migration, state)
            else:
                migration.mutate_state(state, preserve=False)


def find_in_migration(migration: Migration, state: ProjectState) -> Iterator[BlockingMigration]:
    """The faults of a migration; the state becomes that after it. Tables that it makes itself may be changed, and
    initial migrations may do anything: no site runs yet."""
    app, made = migration.app_label, set()
    if migration.initial:
        migration.mutate_state(state, preserve=False)
        return
    since = str(getattr(migration, "unused_since", ""))
    for operation in migration.operations:
        for part in list_database_operations(operation):
            if isinstance(part, known.CreateModel):
                made.add(part.name_lower)
            elif find_model(part) not in made:
                for what, remedy in find_faults(part, app, state, since):
                    name = f"{app}.{migration.name}"
                    yield BlockingMigration(name, describe(part), what, remedy)
        operation.state_forwards(app, state)


def list_database_operations(operation: Any) -> list[Any]:
    """What an operation does to the database."""
    if isinstance(operation, known.SeparateDatabaseAndState):
        return list(operation.database_operations)
    return [operation]


def find_model(operation: Any) -> str:
    """The model that an operation changes, in lower case; empty where it names none."""
    name = getattr(operation, "model_name", None) or getattr(operation, "name", "")
    return str(name).lower()


def describe(operation: Any) -> str:
    """An operation in a line."""
    return " ".join(operation.describe().split())


def list_own_labels() -> set[str]:
    """The apps whose code is here, plugins included, and not in an installed package."""
    root = Path(settings.BASE_DIR)
    outside = root / ".venv"
    paths = {config.label: Path(config.path) for config in apps.get_app_configs()}
    return {
        name for name, path in paths.items() if path.is_relative_to(root) and not path.is_relative_to(outside)
    }
