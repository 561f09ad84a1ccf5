"""No line of the server's log holds a token of a link, of a client or of a person's sign-in."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from io import StringIO
from urllib.parse import quote

import pytest
import structlog
from django.core import mail
from django.test import Client

from cms.config.settings.logs import logging_config
from tests.factories.content import make_site, make_user
from tests.support.admin import sign_in_client
from tests.support.oauth import Website, forget_everything

pytestmark = pytest.mark.django_db


@pytest.fixture
def log() -> Iterator[StringIO]:
    """Everything that is logged, as production writes it."""
    formatter = logging_config("DEBUG", False)["formatters"]["structured"]
    handler = logging.StreamHandler(StringIO())
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=formatter["foreign_pre_chain"], processors=formatter["processors"]
    ))  # fmt: skip
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield handler.stream
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.fixture(autouse=True)
def _site() -> None:
    forget_everything()
    make_site()


def read_link(pattern: str) -> str:
    found = re.search(pattern, mail.outbox[-1].body)
    assert found
    return found[0]


def visit(client: Client, link: str) -> None:
    """The link, and the pages that are told of it on the way to it."""
    client.get(link)
    Client().get("/account/sign-in/", {"next": link})
    Client().get("/account/sign-in/?next=" + quote(quote(link, safe=""), safe=""))
    Client().get("/account/devices/", headers={"referer": f"https://example.org{link}"})


def test_links_of_e_mails_are_not_logged(log: StringIO) -> None:
    ada = make_user("ada", email="ada@example.org")
    client = sign_in_client(user=ada)
    Client().post("/account/sign-up/", {"email": "new@example.org"})
    links = [read_link(r"/account/sign-up/\S+")]
    client.post("/account/email/", {"email": "other@example.org"})
    links.append(read_link(r"/account/email/\S+"))
    Client().post("/account/password/forgotten/", {"email": "ada@example.org"})
    links.append(read_link(r"/account/password/set/\S+"))
    for link in links:
        visit(client, link)
    written = log.getvalue()
    assert "/account/sign-up/…" in written and "/account/password/set/" in written
    for link in links:
        token = link.rstrip("/").rpartition("/")[2]
        for part in (token, quote(token, safe=""), *re.split("[:]", token)):
            assert len(part) < 5 or part not in written, link


def test_tokens_of_clients_are_not_logged(log: StringIO) -> None:
    website = Website()
    tokens = website.sign_in(make_user("ada"))
    Client().get("/graphql", {"query": "{viewer{displayName}}", "access_token": tokens["access_token"]})
    website.browser.get("/oauth/logout", {"id_token_hint": tokens["id_token"]})
    Client().get("/account/sign-in/", {"next": f"/oauth/logout?id_token_hint={tokens['id_token']}"})
    Client().get("/oauth/logout", {"id_token_hint": "no-jwt-at-all"})
    written = log.getvalue()
    assert "/oauth/logout" in written and "no-jwt-at-all" not in written
    for name in ("access_token", "id_token"):
        assert not [part for part in tokens[name].split(".") if part in written]


def test_what_is_public_stays(log: StringIO) -> None:
    for path in ("/account/sign-up/sent/", "/account/password/sent/", "/account/email/", "/account/sign-up/"):
        Client().get(path)
        assert path in log.getvalue()
