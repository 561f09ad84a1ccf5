"""manage.py signing_key: the keys by which the identity provider signs tokens."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from cms.base.events import tell_event
from cms.identity.provider.signing_keys import PUBLISHED_SECONDS, find_signer, list_public_keys, rotate_keys

__all__ = ["Command"]


class Command(BaseCommand):
    help = "Lists and rotates the keys by which the identity provider signs tokens."

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        actions.add_parser("list", help="list the keys that are accepted")
        rotate = actions.add_parser(
            "rotate", help="make a new key; both are accepted until all clients know it"
        )
        rotate.add_argument(
            "--at-once",
            action="store_true",
            help="accept nothing else from now on: an old key is known to others",
        )

    def handle(self, *args: Any, action: str, **options: Any) -> None:
        {"list": self.list_keys, "rotate": self.rotate}[action](options)

    def list_keys(self, given: dict[str, Any]) -> None:
        signer, _key = find_signer()
        for key in list_public_keys():
            until = f"until {key.ends_at:%Y-%m-%d %H:%M}" if key.ends_at else "no end"
            state = "signs" if key.kid == signer else "accepted"
            self.stdout.write(f"{key.kid}  {state:<8}  from {key.signs_from:%Y-%m-%d %H:%M}  {until}")

    def rotate(self, given: dict[str, Any]) -> None:
        key = rotate_keys(at_once=given["at_once"])
        tell_event("signing_key.rotated", key=str(key.kid), at_once=given["at_once"])
        when = "now" if given["at_once"] else f"in {PUBLISHED_SECONDS // 60} minutes at the latest"
        self.stdout.write(f"{key.kid} signs {when}.")
