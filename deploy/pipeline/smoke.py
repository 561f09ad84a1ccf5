"""Ask a site that was just deployed for what visitors and editors need: python deploy/pipeline/smoke.py SITE [WEBSITE].

SITE and WEBSITE are addresses such as https://cms.example.org. Nothing is changed there. The status is 1 when an answer
is wrong.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

PATIENCE = 15
"""Seconds for each answer."""
QUERY = json.dumps({"query": "{ site { name } }"}).encode()
Answer = tuple[int, bytes]


def ask(address: str, body: bytes | None = None) -> Answer:
    """The status and the body of an answer; 0 and why there is none."""
    request = Request(address, body, {"Content-Type": "application/json"} if body else {})
    try:
        with urlopen(request, timeout=PATIENCE) as answer:
            return answer.status, answer.read()
    except HTTPError as error:
        return error.code, error.read()
    except (URLError, OSError) as error:
        return 0, str(error).encode()


def has_data(body: bytes) -> bool:
    try:
        return bool(json.loads(body).get("data"))
    except ValueError:
        return False


def list_questions(site: str, website: str) -> list[tuple[str, bytes | None, int, Callable[[bytes], bool]]]:
    """Addresses, what is posted, the status that is right, and whether a body is."""
    questions: list[tuple[str, bytes | None, int, Callable[[bytes], bool]]] = [
        (f"{site}/livez", None, 200, bool),
        (f"{site}/readyz", None, 200, bool),
        (f"{site}/graphql", QUERY, 200, has_data),
        (f"{site}/admin/login/", None, 200, lambda body: b"csrfmiddlewaretoken" in body),
        (f"{site}/metrics", None, 404, bool),
    ]
    if website:
        questions.append((f"{website}/", None, 200, lambda body: b"<html" in body))
    return questions


def main(site: str, website: str = "") -> int:
    wrong = 0
    for address, posted, status, is_right in list_questions(site.rstrip("/"), website.rstrip("/")):
        given, body = ask(address, posted)
        good = given == status and is_right(body)
        wrong += not good
        print(
            f"{'ok   ' if good else 'WRONG'} {given or 'none'} {address}{'' if good else f': {body[:200]!r}'}"
        )
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]) if len(sys.argv) > 1 else __doc__)
