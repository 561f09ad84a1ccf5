"""manage.py erase_person: delete an account and what belongs to it."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.identity.lookup import find_person
from cms.identity.privacy import IncompleteDataError, erase_person


class Command(BaseCommand):
    help = "Deletes an account; reviews stay, without an author. All or nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("person", help="user name or e-mail address")
        parser.add_argument("--no-input", action="store_true", help="do not ask for confirmation")

    def handle(self, *args: Any, person: str, no_input: bool, **options: Any) -> None:
        user = find_person(person)
        if not no_input and input(f"Type {user.username} to erase that account for good: ") != user.username:
            raise CommandError("Nothing was changed.")
        try:
            changed = erase_person(user)
        except IncompleteDataError as error:
            raise CommandError(f"{error} Nothing was changed.") from error
        for name, rows in changed.items():
            self.stdout.write(f"{name}: {rows}")
