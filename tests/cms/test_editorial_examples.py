"""The requests of “Write pages from a machine” are sent as the page writes them, with keys of rows that exist."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from cms.identity.roles import EDITOR
from content_types.solutions.models import Solution, SolutionIndex
from content_types.taxonomy.models import Tag
from tests.architecture.test_documented_commands import find_commands
from tests.factories.content import index_page, make_category, make_image, make_site, make_solution, make_user
from tests.support.editorial import ALL, make_key, send

pytestmark = pytest.mark.django_db
PAGE = Path(__file__).parents[2] / "docs" / "howto" / "write-pages.md"
JSON = re.compile(r"`(\S+\.json)`:\n\n```json\n(.*?)```", re.DOTALL)
ROWS = re.compile(
    r"(?<=pages/)42|(?<=parent_id\": )5\b|(?<=destination_id\": )5\b|(?<=category\": )3\b|(?<=id=\\\")43|\b7(?=[,}])|(?<=\[)43"
)


def find_requests(text: str) -> Iterator[tuple[str, str, str | None, str]]:
    """Method, address, body and `If-Match` of each curl command; a body `@name` is that of the block of this name."""
    files = dict(JSON.findall(text))
    for program, *words in find_commands(text):
        if program != "curl":
            continue
        pairs = list(zip(words, [*words[1:], ""], strict=True))
        method = next((value for name, value in pairs if name == "-X"), "GET")
        sent = next((value for name, value in pairs if name == "-d"), None)
        address = next(word for word in words if word.startswith("https://"))
        version = next(
            (value.partition(": ")[2] for name, value in pairs if value.startswith("If-Match")), ""
        )
        yield method.lower(), address, files[sent[1:]] if sent and sent[0] == "@" else sent, version


def test_every_request_of_the_page_is_answered() -> None:
    make_site()
    for name in ("Maps", "Offline"):
        Tag.objects.create(name=name)
    page, other, image, category = make_solution(), make_solution(), make_image(), make_category()
    rows = {"42": page.pk, "43": other.pk, "5": index_page(SolutionIndex).pk, "3": category.pk, "7": image.pk}
    owner = make_user("anna", groups=(EDITOR.name,), is_staff=True)
    token = make_key(owner, actions=ALL, reads_drafts=True)
    version, count = "", 0
    for method, address, sent, named in find_requests(PAGE.read_text()):
        parts = urlsplit(ROWS.sub(lambda match: str(rows[match[0]]), address))
        body = ROWS.sub(lambda match: str(rows[match[0]]), sent) if sent else None
        headers: dict[str, Any] = {"HTTP_IF_MATCH": version} if named else {}
        answer = send(method, f"{parts.path}?{parts.query}", token, body, **headers)
        assert answer.status_code in (200, 201), (method, address, answer.content)
        version, count = answer.headers.get("ETag", version), count + 1
    page.refresh_from_db()
    draft = page.get_latest_revision_as_object()
    assert count >= 9 and len(draft.body) == 6
    assert {tag.name for tag in draft.tags.all()} == {"Maps", "Offline"}
    assert Solution.objects.get(title="Atlas Pro").logo == image
