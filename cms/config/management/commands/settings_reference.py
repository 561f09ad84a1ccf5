"""Write docs/reference/settings.md from the settings themselves, or check that it is current."""

from collections.abc import Iterator
from pathlib import Path
from types import NoneType
from typing import Any, Literal, get_args, get_origin

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from pydantic.fields import FieldInfo

from cms.config.settings.env import BASE_DIR, Environment
from cms.config.settings.secret_files import SECRETS

TARGET = Path(settings.BASE_DIR) / "docs" / "reference" / "settings.md"
TYPES: dict[object, str] = {
    str: "text",
    int: "number",
    float: "number",
    bool: "`true` or `false`",
    Path: "path",
}
HEAD = """# Settings

Environment variables, or lines of a `.env` file in the site's folder: the checkout, or, where AiXplore is installed
as a package, the folder in which it is started. This page is generated from `cms/config/settings/env.py` by
`make docs`.

A secret may lie in a file, as containers are given theirs: `DATABASE_URL_FILE=/run/secrets/database-url`. The file
holds one line in UTF-8, without a byte order mark, and only its owner or group may read it; a line break at its end is
no part of the secret. `.venv/bin/python manage.py doctor` checks these settings, and what they lead to.

In addresses with a user and password write what is not a letter, a digit, `-`, `.`, `_` or `~` as `%` and two
hexadecimal digits: `%` as `%25`, `@` as `%40`, `/` as `%2F`, `?` as `%3F`, `#` as `%23`, a space as `%20`. An address
whose parts cannot be told apart stops the start, with a line that names the part.

| variable | type | default | meaning |
| --- | --- | --- | --- |
"""


class Command(BaseCommand):
    help = "Writes docs/reference/settings.md."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="Change nothing; fail when the page is out of date."
        )

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        text = reference()
        if not check:
            TARGET.parent.mkdir(parents=True, exist_ok=True)
            TARGET.write_text(text, encoding="utf-8")
            self.stdout.write(f"Wrote docs/reference/{TARGET.name}.")
        elif not TARGET.exists() or TARGET.read_text(encoding="utf-8") != text:
            raise CommandError("docs/reference/settings.md is out of date. Run `make docs`.")


def reference() -> str:
    """The page's text: one row for each setting, in the order of the class."""
    rows = []
    for name, field in list_settings():
        default = "" if field.default is None else str(field.default).replace(str(BASE_DIR), ".")
        shown = f"`{default}`" if default else "none"
        rows.append(f"| `{name.upper()}` | {describe_type(field)} | {shown} | {field.description} |\n")
    return HEAD + "".join(rows)


def list_settings() -> Iterator[tuple[str, FieldInfo]]:
    """Every setting, with the file of a secret behind the secret."""
    fields = Environment.model_fields
    for name, field in fields.items():
        if name.removesuffix("_file") not in SECRETS or name in SECRETS:
            yield name, field
        if name in SECRETS:
            yield f"{name}_file", fields[f"{name}_file"]


def describe_type(field: FieldInfo) -> str:
    """The type of a setting for operators, with its bounds."""
    options = [each for each in get_args(field.annotation) if each is not NoneType]
    if get_origin(field.annotation) is Literal:
        return " or ".join(f"`{each}`" if each else "empty" for each in options)
    name = TYPES[options[0] if options else field.annotation]
    bounds = {type(each).__name__: each for each in field.metadata}
    lowest, highest = (getattr(bounds.get(key), key.lower(), None) for key in ("Ge", "Le"))
    if lowest is None:
        return name
    return f"{name} from {lowest}" if highest is None else f"{name}, {lowest} to {highest}"
