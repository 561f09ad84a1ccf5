"""manage.py server_keys: keys by which the servers of frontends ask for their visitors."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from cms.identity.models import ServerKey
from cms.identity.server_keys import create_key, revoke_key

LONGEST_NAME = 80


class Command(BaseCommand):
    help = "Creates, lists and revokes keys for the servers of frontends. A key is shown once, when it is created."

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        create = actions.add_parser("create", help="create a key and show it")
        create.add_argument("name", help="what uses it, such as “website”")
        create.add_argument("--days", type=int, help="days until it expires; never when left out")
        create.add_argument("--capacity", type=int, help="most points it can hold")
        create.add_argument("--restore", type=int, help="points restored per second")
        create.add_argument(
            "--no-visitors", action="store_true", help="do not allow it to send visitors' addresses"
        )
        actions.add_parser("list", help="list all keys")
        revoke = actions.add_parser("revoke", help="end a key within five seconds")
        revoke.add_argument("name", help="its name or prefix")

    def handle(self, *args: Any, action: str, **options: Any) -> None:
        {"create": self.create, "list": self.list_keys, "revoke": self.revoke}[action](options)

    def create(self, given: dict[str, Any]) -> None:
        name, days = given["name"].strip(), given["days"]
        points = read_points(given["capacity"], given["restore"])
        if not 0 < len(name) <= LONGEST_NAME:
            raise CommandError(f"The name must have 1 to {LONGEST_NAME} characters.")
        if days is not None and not 0 < days <= 36_500:
            raise CommandError("--days must be from 1 to 36500.")
        if ServerKey.objects.filter(name=name).exists():
            raise CommandError(
                f"There is a key named {name!r}. Choose another name, such as {name + ' 2'!r}."
            )
        expires_at = timezone.now() + timedelta(days=days) if days else None
        _, secret = create_key(
            name, expires_at=expires_at, points=points, passes_visitors=not given["no_visitors"]
        )
        self.stdout.write(secret)
        self.stderr.write("Store it now: it cannot be shown again.")

    def list_keys(self, given: dict[str, Any]) -> None:
        for key in ServerKey.objects.all():
            used = f"{key.last_used_at:%Y-%m-%d}" if key.last_used_at else "never"
            self.stdout.write(f"{key.prefix}  {describe_state(key):<20}  last used {used:<10}  {key.name}")

    def revoke(self, given: dict[str, Any]) -> None:
        keys = ServerKey.objects.filter(revoked_at__isnull=True)
        key = keys.filter(name=given["name"]).first() or keys.filter(prefix=given["name"]).first()
        if key is None:
            raise CommandError(
                f"No valid key has the name or prefix {given['name']!r}. List them: server_keys list"
            )
        revoke_key(key)
        self.stdout.write(f"Revoked {key.name}.")


def read_points(capacity: int | None, restore: int | None) -> tuple[int, int] | None:
    if capacity is None and restore is None:
        return None
    if not capacity or not restore or capacity < 1 or restore < 1 or max(capacity, restore) > 10**9:
        raise CommandError("Give --capacity and --restore together, each from 1 to 1000000000.")
    return capacity, restore


def describe_state(key: ServerKey) -> str:
    if key.revoked_at:
        return f"revoked {key.revoked_at:%Y-%m-%d}"
    if key.expires_at is None:
        return "valid"
    return f"{'valid until' if key.expires_at > timezone.now() else 'expired'} {key.expires_at:%Y-%m-%d}"
