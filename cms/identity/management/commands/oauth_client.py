"""manage.py oauth_client: websites and programs that people sign in to by this site."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from oauth2_provider.models import Application

from cms.identity.provider.clients import ClientRefused, create_client, delete_client

__all__ = ["Command"]


class Command(BaseCommand):
    help = "Creates, lists and deletes clients of the identity provider. A secret is shown once, when it is created."

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        create = actions.add_parser("create", help="create a client and show its id and secret")
        create.add_argument("name", help="shown to people who are asked, and in lists")
        create.add_argument(
            "--redirect-uri", action="append", default=[], help="where codes are sent; may be given again"
        )
        create.add_argument(
            "--logout-uri", action="append", default=[], help="where people are sent after signing out"
        )
        create.add_argument(
            "--backchannel-logout-uri", default="", help="where it is told of sign-ins that ended here"
        )
        create.add_argument(
            "--public", action="store_true", help="a program without a server: it gets no secret"
        )
        create.add_argument(
            "--asks", action="store_true", help="people are asked first: it is somebody else's"
        )
        create.add_argument(
            "--device", action="store_true", help="it has no browser: people enter a code on another device"
        )
        actions.add_parser("list", help="list all clients")
        delete = actions.add_parser("delete", help="delete a client and end all sign-ins to it")
        delete.add_argument("client", help="its name or id")

    def handle(self, *args: Any, action: str, **options: Any) -> None:
        {"create": self.create, "list": self.list_clients, "delete": self.delete}[action](options)

    def create(self, given: dict[str, Any]) -> None:
        if given["device"] == bool(given["redirect_uri"]):
            raise CommandError("Give --redirect-uri, or --device for a client without a browser.")
        try:
            client, secret = create_client(
                given["name"], given["redirect_uri"], given["logout_uri"], is_public=given["public"],
                asks=given["asks"], is_device=given["device"], notice_uri=given["backchannel_logout_uri"],
            )  # fmt: skip
        except ClientRefused as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"client_id={client.client_id}")
        if secret:
            self.stdout.write(f"client_secret={secret}")
            self.stderr.write("Store the secret now: it cannot be shown again.")

    def list_clients(self, given: dict[str, Any]) -> None:
        for client in Application.objects.order_by("name"):
            asks = "asks" if not client.skip_authorization else "does not ask"
            self.stdout.write(
                f"{client.client_id}  {client.client_type:<12}  {asks:<12}  {client.name}  {client.redirect_uris}"
            )

    def delete(self, given: dict[str, Any]) -> None:
        name = given["client"]
        client = (
            Application.objects.filter(client_id=name).first()
            or Application.objects.filter(name=name).first()
        )
        if client is None:
            raise CommandError(f"There is no client {name!r}. `oauth_client list` shows all.")
        delete_client(client)
        self.stdout.write(f"{name} is deleted; its tokens are refused within five seconds.")
