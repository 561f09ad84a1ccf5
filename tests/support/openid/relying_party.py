"""Runs relying_party.mjs, whose requests Django's test client answers: no server, and nothing is committed."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from django.test import Client

from tests.support.openid.programs import FOLDER, set_up_packages

__all__ = ["fetch", "run_relying_party"]

Answers = Mapping[str, Callable[[dict[str, Any]], Any]]


def run_relying_party(given: dict[str, Any], people: Answers) -> dict[str, Any]:
    """What the program found. people: what somebody does whom it leads elsewhere, by the name of the question."""
    set_up_packages()
    answers: Answers = {
        "start": lambda question: given,
        "fetch": lambda question: fetch(question["fetch"]),
        **people,
    }
    command = ["node", "--no-warnings", "relying_party.mjs"]
    with subprocess.Popen(
        command, cwd=FOLDER, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as program:
        assert program.stdin and program.stdout and program.stderr
        for line in program.stdout:
            question = json.loads(line)
            if "result" in question:
                return dict(question["result"])
            name = next(name for name in answers if name in question)
            program.stdin.write(json.dumps(answers[name](question)) + "\n")
            program.stdin.flush()
        raise AssertionError(program.stderr.read())


def fetch(asked: dict[str, Any]) -> dict[str, Any]:
    """A request of the program, as a server of ours would answer it."""
    parts = urlsplit(asked["url"])
    headers = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in asked["headers"].items()}
    kind = headers.pop("HTTP_CONTENT_TYPE", "application/octet-stream")
    response = Client(enforce_csrf_checks=True).generic(
        asked["method"], f"{parts.path}?{parts.query}", asked["body"] or "", content_type=kind, **headers
    )
    return {
        "status": response.status_code, "headers": dict(response.headers), "body": response.content.decode(),
    }  # fmt: skip
