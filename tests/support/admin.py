"""Using the admin as a browser does: by its pages and the forms in them."""

from __future__ import annotations

import re
import time
from typing import Any

from bs4 import BeautifulSoup
from bs4.filter import SoupStrainer
from django.http import HttpResponse, QueryDict
from django.test import Client
from wagtail.test.utils.form_data import querydict_from_html

from cms.identity.confirming import CONFIRMED
from cms.identity.models import User
from tests.factories.content import make_user
from tests.support.form_markup import reduce_to_fields

ROLES = ("Editor", "Moderator", "Vendor", "Administrator")


def sign_in_client(role: str = "Administrator", user: User | None = None) -> Client:
    """A client signed in as a new person with this role, or as `user`."""
    client = Client()
    client.force_login(user or make_user(groups=(role,)))
    confirm_client(client)
    return client


def confirm_client(client: Client, seconds_ago: int = 0) -> None:
    """As after typing the password, so long ago."""
    session = client.session
    session[CONFIRMED] = int(time.time()) - seconds_ago
    session.save()


def form_at(client: Client, address: str, form_id: str, **changes: Any) -> QueryDict:
    """What the form on a page would send, with some fields changed. Blocks, drawn by script, are empty."""
    data = querydict_from_html(reduce_to_fields(client.get(address).content.decode()), form_id=form_id).copy()
    data.update({"body-count": "0", "related_solutions-count": "0", "members-count": "0"})
    for name, value in changes.items():
        data.setlist(name.replace("__", "-"), value if isinstance(value, list) else [str(value)])
    return data


def has_class(*names: str) -> re.Pattern[str]:
    """One of these classes among others. A strainer compares a name with the whole attribute."""
    return re.compile(rf"(?:^|\s)(?:{'|'.join(names)})(?:\s|$)")


def find_errors(response: HttpResponse) -> str:
    """All error messages of an answer, in the order of the page."""
    if not re.search(b"error-message|help-critical", response.content):
        return ""  # parsing a page takes half of the time that making it takes
    wanted = SoupStrainer(class_=has_class("error-message", "help-critical"))
    page = BeautifulSoup(response.content, "html.parser", parse_only=wanted)
    return " | ".join(
        found.get_text(" ", strip=True) for found in page.select(".error-message, .help-critical")
    )


def rows_in(response: HttpResponse) -> list[str]:
    """The first cell with a title of every row of a listing."""
    page = BeautifulSoup(
        response.content, "html.parser", parse_only=SoupStrainer("td", class_=has_class("title"))
    )
    return [found.get_text(" ", strip=True) for found in page.select("td.title .title-wrapper")]
