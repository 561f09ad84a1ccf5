"""Write docs/reference/privacy.md from what packages and plugins declare about personal data, or check that it is
current."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import override

from cms.config.settings.retention import RetentionSettings
from cms.identity.privacy import DataNote, holders
from cms.plugins.runtime.core_jobs import list_core_jobs

__all__ = ["OTHERS", "build_page"]

TARGET = Path(settings.BASE_DIR) / "docs" / "reference" / "privacy.md"
CLEANING = ("clear_", "close_", "delete_", "prune_")
"""How the names of jobs begin that delete what is old."""
HEAD = """# Privacy

What AiXplore stores about people, why, until when, and what is left once a person is erased. This page is generated
from the declarations of the packages and the manifests of the bundled plugins by `make docs`, and
`manage.py check` fails where a column names a user and no line here answers for it (`accounts.E001`). It says what the
software does. Your privacy notice also has to name who you are, your servers, and the other sites that you use.

People get all that is held of them by `exportMyData`, and are erased by `eraseMe`
([What is a person’s own](../howto/signed-in-people.md)); operators do it by `manage.py export_person` and
`manage.py erase_person`. Both cover everything in the first two tables, or change nothing.
[Consents](../howto/accounts.md#ask-people-to-agree-to-your-terms) to your terms are asked for once you name them.

Backups are yours: what was erased stays in those that were made before. After a restore, erase again who was erased
since; the audit log has `person.erased`.
"""
ACCOUNT = DataNote(
    what="name, e-mail address, display name, hash of the password, when the account was made and last used",
    why="to sign people in, to write to them, and to show who wrote a review",
    kept="until the account is erased",
    erased="deleted",
)
OTHERS = {
    "searches": DataNote(
        what="what was searched for five times a day or more, without who did",
        why="to show editors what visitors do not find",
        kept="{SEARCH_LOG_DAYS}",
        erased="kept: it names no person",
    ),
    "imports": DataNote(
        what="files that editors imported, with the lines that were rejected",
        why="to repeat and explain an import",
        kept="{JOURNAL_DAYS}",
        erased="kept until then",
    ),
    "background tasks": DataNote(
        what="e-mails that wait to be sent or were sent, as tasks with address and language",
        why="to send them, and to find out why one was not",
        kept="two weeks after they are finished",
        erased="kept until then",
    ),
    "rate limits": DataNote(
        what="network addresses, e-mail addresses and numbers of accounts, with points that were used, in Valkey",
        why="to stop who tries passwords or floods the site",
        kept="until the points are full again, a day at most",
        erased="kept until then",
    ),
    "logs": DataNote(
        what="addresses of pages that were asked for, without their queries, with the number of the account",
        why="to find faults and attacks",
        kept="as you set it; 30 days with `deploy/logging`",
        erased="kept until then",
    ),
}
"""What no account leads to, so that no copy and no erasure finds it."""


class Command(BaseCommand):
    help = "Writes docs/reference/privacy.md."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="Change nothing; fail when the page is out of date."
        )

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        text = build_page()
        if not check:
            TARGET.write_text(text, encoding="utf-8")
            self.stdout.write(f"Wrote docs/reference/{TARGET.name}.")
        elif not TARGET.exists() or TARGET.read_text(encoding="utf-8") != text:
            raise CommandError("docs/reference/privacy.md is out of date. Run `make docs`.")


def build_page() -> str:
    held = {"account": ACCOUNT, **{name: holder.note for name, holder in sorted(holders.items())}}
    parts = [
        HEAD,
        f"## Data of an account\n\n{build_table(held)}",
        f"## Data that plugins hold\n\n{build_plugin_table()}",
        f"## Data that no account leads to\n\n{build_table(OTHERS)}",
        f"## What deletes it\n\n{build_job_table()}",
        f"## Columns that name a person\n\n{build_column_list()}",
    ]
    return "\n".join(parts)


def build_table(notes: dict[str, DataNote]) -> str:
    head = "| | what | why | kept | at an erasure |\n| --- | --- | --- | --- | --- |\n"
    rows = (
        f"| {name.replace('_', ' ')} | {note.what} | {note.why} | {fill(note.kept)} | {fill(note.erased)} |\n"
        for name, note in notes.items()
    )
    return head + "".join(rows)


def fill(text: str) -> str:
    """The text with the names and defaults of settings; KeyError for a setting that does not exist."""
    fields = RetentionSettings.model_fields
    return text.format_map(
        {name.upper(): f"{field.default} days (`{name.upper()}`)" for name, field in fields.items()}
    )


def build_plugin_table() -> str:
    """Of the bundled plugins, also of those that are not loaded here."""
    text = (
        "Each of them answers for its data in both hooks, `export_personal_data` and `erase_personal_data`. Its page"
        " says how long it is kept.\n\n| plugin | what | why |\n| --- | --- | --- |\n"
    )
    return text + "".join(f"| `{name}` | {what} | {why} |\n" for name, what, why in list_plugin_data())


def list_plugin_data() -> Iterator[tuple[str, str, str]]:
    for path in sorted((settings.CODE_DIR / "plugins").glob("*/manifest.toml")):
        manifest = tomllib.loads(path.read_text(encoding="utf-8"))
        for each in manifest.get("personal_data", ()):
            yield manifest["name"], each["what"], each["purpose"]


def build_job_table() -> str:
    """The jobs of the scheduler that delete what is old."""
    with override("en"):
        rows = [
            f"| `{job.name}` | {job.description} | {job.at:%H:%M} |\n"
            for job in sorted(list_core_jobs(), key=lambda job: job.name)
            if job.name.startswith(CLEANING) and job.at is not None
        ]
    return "| job | what it does | every night at |\n| --- | --- | --- |\n" + "".join(rows)


def build_column_list() -> str:
    lines = (
        f"- {name.replace('_', ' ')}: {', '.join(f'`{column}`' for column in holder.columns)}\n"
        for name, holder in sorted(holders.items())
        if holder.columns
    )
    return "".join(lines)
