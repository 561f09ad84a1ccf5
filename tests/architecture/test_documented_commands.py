"""Commands of the documentation run as they are written: programs, tasks, subcommands and options exist."""

from __future__ import annotations

import importlib.util
import re
import shlex
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command, get_commands, load_command_class
from django.core.management.base import BaseCommand

from tests.architecture.test_layout import MAKEFILES

ROOT = Path(__file__).parent.parent.parent
PAGES = sorted([*ROOT.glob("*.md"), ROOT / "deploy" / "README.md", *(ROOT / "docs").rglob("*.md")])
BLOCK = re.compile(r"^ *```(?:sh|bash|console|shell)\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
ASSIGNMENT = re.compile(r"\w+=")
MANAGE = [".venv/bin/python", "manage.py"]
TOOLS = {
    "aws",
    "cd",
    "cp",
    "curl",
    "deploy/make-secrets",
    "docker",
    "echo",
    "export",
    "git",
    "grep",
    "helm",
    "jq",
    "kubectl",
    "mkdir",
    "node",
    "npm",
    "npx",
    "patch",
    "pg_dump",
    "pg_restore",
    "psql",
    "rm",
    "source",
    "touch",
}
OWN_ENVIRONMENT = {".", "aixplore", "pip", "python"}
"""Allowed in docs/howto/test-a-plugin.md alone, which makes and activates an environment of its own."""
READ_ONLY = ("explain", "make_renditions", "migrate --plan", "plugins list", "trusted_documents check",
             "trusted_documents list", "trusted_documents prune --days 90 --dry-run")  # fmt: skip


def find_commands(text: str) -> Iterator[list[str]]:
    """The words of each command in the shell blocks of a page, without variables set before it."""
    for block in BLOCK.findall(text):
        lines = re.sub(r"\\\n\s*", " ", block).splitlines()
        if any(line.startswith("$ ") for line in lines):  # the others are output
            lines = [line.removeprefix("$ ") for line in lines if line.startswith("$ ")]
        for line in lines:
            yield from split_commands(line)


def split_commands(line: str) -> Iterator[list[str]]:
    lexer = shlex.shlex(line, posix=True, punctuation_chars="|&;<>")
    lexer.whitespace_split, command = True, list[str]()
    words = iter([*lexer, ";"])
    for word in words:
        if set(word) in ({">"}, {"<"}):
            next(words)  # the file that the output goes to, or that the input comes from
        elif not set(word) <= set("|&;<>"):
            command.append(word)
        elif command:
            while command and ASSIGNMENT.match(command[0]):
                command.pop(0)
            if command:
                yield command
            command = []


def check_command(words: list[str], page: str = "") -> str:
    """What is wrong with a command; an empty string when it runs as written."""
    if words[:2] == MANAGE:
        return check_management(words[2:])
    if words[:2] == [".venv/bin/python", "-m"]:
        return "" if importlib.util.find_spec(words[2]) else f"no module {words[2]}"
    if words[0] == "make":
        known = re.findall(
            r"^([a-z-]+):", "".join((ROOT / each).read_text() for each in MAKEFILES), re.MULTILINE
        )
        return "".join(f"no task {each}" for each in words[1:] if "=" not in each and each not in known)
    if words[0].startswith(".venv/bin/"):
        return "" if (ROOT / words[0]).exists() else f"no program {words[0]}"
    allowed = TOOLS | (OWN_ENVIRONMENT if page.endswith("test-a-plugin.md") else set())
    return "" if words[0] in allowed or "try/" in words[0] else f"{words[0]}: command not found"


def check_management(words: list[str]) -> str:
    name, *arguments = words
    if name not in get_commands():
        return f"no command {name}"
    command = get_commands()[name]
    loaded = command if isinstance(command, BaseCommand) else load_command_class(command, name)
    try:
        loaded.create_parser("manage.py", name).parse_args(arguments)
    except (CommandError, SystemExit) as error:
        return f"{name}: {error}"
    return ""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_commands_run_as_they_are_written(page: Path) -> None:
    found = {shlex.join(words): check_command(words, page.name) for words in find_commands(page.read_text())}
    assert {command: fault for command, fault in found.items() if fault} == {}


def test_commands_within_sentences_exist() -> None:
    spans = [
        (page.name, span)
        for page in PAGES
        for span in INLINE.findall(page.read_text())
        if "manage.py " in span
    ]
    names = [(page, found[1]) for page, span in spans if (found := re.search(r"manage\.py ([a-z]\w*)", span))]
    assert len(names) > 20
    assert [each for each in names if each[1] not in get_commands()] == []


@pytest.mark.django_db
@pytest.mark.parametrize("command", READ_ONLY)
def test_commands_that_change_nothing_run(command: str) -> None:
    words = [
        words[2:]
        for page in PAGES
        for words in find_commands(page.read_text())
        if words[:2] == MANAGE and " ".join(words[2:]).startswith(command)
    ]
    assert words
    for each in words:
        out = StringIO()
        call_command(*each, stdout=out, stderr=out)


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("manage.py migrate", "manage.py: command not found"),
        ("python -m pytest tests", "python: command not found"),
        ("make nothing", "no task nothing"),
        (".venv/bin/python manage.py absent", "no command absent"),
        (".venv/bin/python -m cms.absent", "no module cms.absent"),
        (".venv/bin/absent --help", "no program .venv/bin/absent"),
        ("A=1 .venv/bin/python manage.py plugins check && make lint", ""),
    ],
)
def test_a_command_that_does_not_run_is_found(line: str, fault: str) -> None:
    assert "".join(check_command(words) for words in split_commands(line)) == fault


def test_an_option_that_does_not_exist_is_found() -> None:
    [words] = split_commands(".venv/bin/python manage.py plugins list --absent")
    assert "--absent" in check_command(words)
