"""Take the second factors of somebody who lost them."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from cms.identity.lookup import find_person
from cms.people.factors import remove_factors


class Command(BaseCommand):
    help = "Remove all second factors and recovery codes of a person, and end their sessions."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("person", help="user name or e-mail address")

    def handle(self, *args: Any, person: str, **options: Any) -> None:
        user = find_person(person)
        count = remove_factors(user)
        self.stdout.write(f"Removed {count} factors and codes of {user.get_username()}.")
