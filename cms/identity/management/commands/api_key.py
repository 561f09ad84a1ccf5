"""manage.py api_key: keys by which machines use the API as a person, and servers of frontends as anybody."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from cms.declarations.scopes import ACTIONS, list_kinds
from cms.identity.api_keys import (
    KeyLimits,
    KeyRefused,
    create_key,
    create_server_key,
    list_valid_keys,
    revoke_key,
    rotate_key,
)
from cms.identity.key_states import describe_key, describe_limits
from cms.identity.lookup import find_person
from cms.identity.models import ApiKey

LONGEST_NAME = 80


class Command(BaseCommand):
    help = "Creates, lists, rotates and revokes API keys. A key is shown once, when it is created or rotated."

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        add_create_arguments(actions.add_parser("create", help="create a key and show it"))
        actions.add_parser("list", help="list all keys")
        rotate = actions.add_parser("rotate", help="replace a key by a new one; both are valid for a while")
        rotate.add_argument("name", help="its name or prefix")
        rotate.add_argument(
            "--overlap", type=int, default=24, help="hours for which the old one stays valid (24)"
        )
        rotate.add_argument(
            "--days",
            type=int,
            help="days until the new one expires; as many as the old one had when left out",
        )
        revoke = actions.add_parser("revoke", help="end a key within five seconds")
        revoke.add_argument("name", help="its name, for those that it replaced as well, or its prefix")

    def handle(self, *args: Any, action: str, **options: Any) -> None:
        actions = {
            "create": self.create,
            "list": self.list_keys,
            "rotate": self.rotate,
            "revoke": self.revoke,
        }
        actions[action](options)

    def create(self, given: dict[str, Any]) -> None:
        name, expires_at = given["name"].strip(), read_days(given["days"])
        check_name(name)
        if given["server"]:
            token = create_for_server(name, given, expires_at)
        else:
            token = create_for_person(name, given, expires_at)
        self.show(token)

    def show(self, token: str) -> None:
        self.stdout.write(token)
        self.stderr.write("Store it now: it cannot be shown again.")

    def list_keys(self, given: dict[str, Any]) -> None:
        for key in ApiKey.objects.select_related("owner"):
            used = f"{key.last_used_at:%Y-%m-%d %H:%M}" if key.last_used_at else "never"
            owner = key.owner.get_username() if key.owner else "server"
            self.stdout.write(
                f"{key.prefix}  {describe_key(key):<22}  {owner:<12}  last used {used:<16} "
                f"{key.last_operation or '-':<20}  {key.name}  ({describe_limits(key)})"
            )

    def rotate(self, given: dict[str, Any]) -> None:
        key, hours = find_key(given["name"]), given["overlap"]
        if not 0 <= hours <= 24 * 90:
            raise CommandError("--overlap must be from 0 to 2160 hours.")
        try:
            expires_at = read_days(given["days"]) or find_same_end(key)
            _, token = rotate_key(key, timedelta(hours=hours), expires_at=expires_at)
        except KeyRefused as error:
            raise CommandError(str(error)) from error
        self.show(token)

    def revoke(self, given: dict[str, Any]) -> None:
        for key in find_keys(given["name"]):
            revoke_key(key)
            self.stdout.write(f"Revoked {key.name} ({key.prefix}).")


def add_create_arguments(parser: CommandParser) -> None:
    parser.add_argument("name", help="what uses it, such as “nightly export”")
    parser.add_argument("--owner", help="user name or e-mail address of the person whose content it reads")
    parser.add_argument(
        "--kinds",
        nargs="+",
        default=[],
        metavar="KIND",
        help="kinds that it reads and writes; all when left out",
    )
    parser.add_argument("--locales", nargs="+", default=[], help="its languages; all when left out")
    parser.add_argument(
        "--drafts", action="store_true", help="also what the owner may edit and is not published"
    )
    parser.add_argument(
        "--actions", nargs="+", default=[], choices=[name for name, _label in ACTIONS],
        help="what it does with pages besides reading, where the owner may; it only reads when left out",
    )  # fmt: skip
    parser.add_argument("--days", type=int, help="days until it expires; never when left out")
    parser.add_argument(
        "--server", action="store_true", help="for the server of a frontend: reads what is public"
    )
    parser.add_argument("--capacity", type=int, help="with --server: most points it can hold")
    parser.add_argument("--restore", type=int, help="with --server: points restored per second")
    parser.add_argument(
        "--no-visitors",
        action="store_true",
        help="with --server: do not allow it to send visitors' addresses",
    )


def create_for_server(name: str, given: dict[str, Any], expires_at: datetime | None) -> str:
    if any(given[name] for name in ("owner", "kinds", "locales", "drafts", "actions")):
        raise CommandError(
            "--server reads what is public: leave out --owner, --kinds, --locales, --drafts and --actions."
        )
    points = read_points(given["capacity"], given["restore"])
    passes = not given["no_visitors"]
    return create_server_key(name, expires_at=expires_at, points=points, passes_visitors=passes)[1]


def create_for_person(name: str, given: dict[str, Any], expires_at: datetime | None) -> str:
    if not given["owner"]:
        raise CommandError("Give --owner, the person whose content the key reads, or --server.")
    if given["capacity"] or given["restore"] or given["no_visitors"]:
        raise CommandError("--capacity, --restore and --no-visitors go with --server.")
    owner = find_person(given["owner"])
    if not owner.is_active:
        raise CommandError(f"The account {owner.get_username()!r} is closed: its keys are refused.")
    kinds, locales = read_kinds(given["kinds"]), read_locales(given["locales"])
    limits = KeyLimits(kinds, locales, given["drafts"], given["actions"])
    return create_key(name, owner, limits, expires_at=expires_at)[1]


def check_name(name: str) -> None:
    if not 0 < len(name) <= LONGEST_NAME:
        raise CommandError(f"The name must have 1 to {LONGEST_NAME} characters.")
    if ApiKey.objects.filter(name=name, replaced_at__isnull=True).exists():
        raise CommandError(f"There is a key named {name!r}. Choose another name, such as {name + ' 2'!r}.")


def find_key(text: str) -> ApiKey:
    """The key that is not revoked with this prefix, or the newest with this name."""
    keys = list_valid_keys()
    key = keys.filter(prefix=text).first() or keys.filter(name=text, replaced_at__isnull=True).first()
    if key is None:
        raise CommandError(f"No valid key has the name or prefix {text!r}. List them: api_key list")
    return key


def find_keys(text: str) -> list[ApiKey]:
    """The key with this prefix, or all with this name: one that was replaced is valid for a while."""
    keys = list_valid_keys().order_by("pk")
    return list(keys.filter(prefix=text)) or list(keys.filter(name=text)) or [find_key(text)]


def find_same_end(key: ApiKey) -> datetime | None:
    """When a key made now ends that is valid for as long as this one was meant to be."""
    return timezone.now() + (key.expires_at - key.created_at) if key.expires_at else None


def read_days(days: int | None) -> datetime | None:
    if days is None:
        return None
    if not 0 < days <= 36_500:
        raise CommandError("--days must be from 1 to 36500.")
    return timezone.now() + timedelta(days=days)


def read_kinds(given: list[str]) -> list[str]:
    known = list_kinds()
    if unknown := sorted(set(given) - known.keys()):
        raise CommandError(f"There is no kind {', '.join(unknown)}. Kinds: {', '.join(known)}.")
    return given


def read_locales(given: list[str]) -> list[str]:
    known = dict(settings.WAGTAIL_CONTENT_LANGUAGES)
    if unknown := sorted(set(given) - known.keys()):
        raise CommandError(f"There is no language {', '.join(unknown)}. Languages: {', '.join(known)}.")
    return given


def read_points(capacity: int | None, restore: int | None) -> tuple[int, int] | None:
    if capacity is None and restore is None:
        return None
    if not capacity or not restore or capacity < 1 or restore < 1 or max(capacity, restore) > 10**9:
        raise CommandError("Give --capacity and --restore together, each from 1 to 1000000000.")
    return capacity, restore
