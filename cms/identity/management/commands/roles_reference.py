"""Write docs/reference/roles.md from what packages declare about roles, or check that it is current."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.identity.rights import Right, Road, list_callers, rights
from cms.identity.roles import Role, registry

TARGET = Path(settings.BASE_DIR) / "docs" / "reference" / "roles.md"
HEAD = """# Roles

Who may do what. This page is generated from the declarations of the packages by `make docs`, and a test walks every
cell of the tables as the caller of its column. A role is a group in the admin under **Settings → Groups**; a person
may have several. Superusers may do everything.

| caller | |
| --- | --- |
"""
TEXTS = {
    Road.ADMIN: "The own vendor is one that the person is a member of; membership is edited with the vendor.",
    Road.API: "API keys read within their kinds, languages and stage; they are no people and change nothing.",
    Road.EDITORIAL: "Roles and visitors by a key of theirs that reads drafts and has all actions; the API client by one"
    " that has none. Without a key or an access token there is no answer.",
}
PERMISSIONS = """## Permissions of each role

As the migration writes them to the groups. Permissions on pages are granted at the root of the page tree, those on
images and documents at the root of the collections. Groups can be changed in the admin; this is how they begin.
"""


class Command(BaseCommand):
    help = "Writes docs/reference/roles.md."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="change nothing; fail when the page is out of date"
        )

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        text = build_page()
        if not check:
            TARGET.write_text(text, encoding="utf-8")
            self.stdout.write(f"Wrote docs/reference/{TARGET.name}.")
        elif not TARGET.exists() or TARGET.read_text(encoding="utf-8") != text:
            raise CommandError("docs/reference/roles.md is out of date. Run `make docs`.")


def build_page() -> str:
    callers = list_callers()
    head = HEAD + "".join(f"| {name} | {purpose} |\n" for name, purpose in callers.items())
    tables = (build_table(road, list(callers)) for road in Road)
    return (
        "\n".join([head, *tables, PERMISSIONS, *map(describe_role, registry.list_roles())]).rstrip("\n")
        + "\n"
    )


def build_table(road: Road, callers: list[str]) -> str:
    """One table: a line for each action, a column for each caller."""
    top = f"## {road}\n\n{TEXTS[road]}\n\n| | {' | '.join(callers)} |\n| --- |{' --- |' * len(callers)}\n"
    return top + "".join(build_line(right, callers) for right in rights.list_rights(road))


def build_line(right: Right, callers: list[str]) -> str:
    cells = " | ".join("yes" if right.admits(name) else "–" for name in callers)
    return f"| {right.action} | {cells} |\n"


def describe_role(role: Role) -> str:
    lines = [f"- {what}: {actions}\n" for what, actions in list_grants(role)]
    return f"### {role.name}\n\n{role.purpose}\n\n{''.join(lines)}"


def list_grants(role: Role) -> Iterator[tuple[str, str]]:
    """What a role may do, by what it concerns."""
    if role.pages:
        yield "pages", join(role.pages.split())
    if role.files:
        yield "images and documents", join(role.files.split())
    for label, found in groupby(registry.list_permissions(role), key=lambda pair: pair[0]):
        model = apps.get_model(label)
        words = [codename.removesuffix(f"_{model._meta.model_name}") for _, codename in found]
        yield f"`{label}`", join(words)


def join(words: list[str]) -> str:
    return ", ".join(word.replace("_", " ") for word in words)
