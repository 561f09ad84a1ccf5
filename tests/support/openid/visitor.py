"""Somebody who signs in at another site, by its pages, and comes back."""

from __future__ import annotations

import html
import re
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests
from django.test import Client

__all__ = ["Visitor"]

LEAVE = re.compile(r'http-equiv="refresh" content="0; url=([^"]+)"')
FORM = re.compile(r'<form[^>]* action="([^"]+)"[^>]*>(.*?)</form>', re.S)
HIDDEN = re.compile(r'type="hidden" name="(\w+)" value="([^"]*)"')


class Visitor:
    """A browser: client is the part that sees our site, elsewhere the part that sees others."""

    def __init__(self, client: Client | None = None) -> None:
        self.client, self.elsewhere = client or Client(), requests.Session()

    def leave(self, purpose: str = "sign_in", site: str = "oidc", **given: str) -> str:
        """Press the button of another site; its address."""
        page = self.client.post(f"/account/social/{site}/", {"purpose": purpose, **given})
        found = LEAVE.search(page.content.decode())
        assert page.status_code == 200 and found, (page.status_code, page.headers)
        return html.unescape(found[1])

    def sign_in_elsewhere(self, address: str, name: str) -> str:
        """Fill in the forms of the other site; the path at ours that it leads back to."""
        answer = self.elsewhere.get(address, allow_redirects=False, timeout=30)
        for _each in range(12):
            if answer.is_redirect:
                address = urljoin(address, answer.headers["Location"])
                parts = urlsplit(address)
                if parts.path.startswith("/account/social/"):
                    return f"{parts.path}?{parts.query}"
                answer = self.elsewhere.get(address, allow_redirects=False, timeout=30)
                continue
            found = FORM.search(answer.text)
            assert answer.status_code == 200 and found, answer.text
            fields = {**dict(HIDDEN.findall(found[2])), "login": name, "password": "any"}
            address = urljoin(address, html.unescape(found[1]))
            answer = self.elsewhere.post(address, data=fields, allow_redirects=False, timeout=30)
        raise AssertionError("The other site does not lead back.")

    def come_back(self, path: str) -> Any:
        return self.client.get(path)

    def pass_by(self, name: str, purpose: str = "sign_in", **given: str) -> Any:
        """All of it; our answer at the end."""
        return self.come_back(self.sign_in_elsewhere(self.leave(purpose, **given), name))
