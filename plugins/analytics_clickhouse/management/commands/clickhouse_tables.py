"""manage.py clickhouse_tables: make the tables in ClickHouse, or change them to the version that the plugin needs."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from plugins.analytics_clickhouse.errors import ClickHouseFailed
from plugins.analytics_clickhouse.tables import create_tables


class Command(BaseCommand):
    help = "Make the tables of events in ClickHouse, or change them to the version that the plugin needs."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            before, after = create_tables()
        except ClickHouseFailed as error:
            raise CommandError(str(error)) from error
        done = "are as they should be" if before == after else f"were changed from version {before}"
        self.stdout.write(f"The tables {done if before else 'were made'}: version {after}.")
