"""What people do on the pages of their account, step by step, by the names that stand on the screen."""

from __future__ import annotations

import re

from django.core import mail
from playwright.sync_api import Page, expect

from tests.e2e.accessibility import find_faults

PASSWORD = "rather long and odd"


class Member:
    """A visitor's browser."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address
        self.faults: dict[str, set[tuple[str, str]]] = {}

    def look(self) -> None:
        """Check the page that is shown."""
        self.faults[self.page.url] = find_faults(self.page, every=True)

    def fill(self, **fields: str) -> None:
        for label, text in fields.items():
            self.page.get_by_label(label.replace("_", " "), exact=True).fill(text)

    def press(self, name: str) -> None:
        self.look()
        self.page.get_by_role("button", name=name, exact=True).click()

    def follow(self, name: str) -> None:
        self.page.get_by_role("link", name=name, exact=True).click()

    def follow_mail(self) -> None:
        found = re.search(r"https?://\S+", mail.outbox[-1].body)
        assert found
        self.page.goto(found[0])

    def expect_heading(self, text: str) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_have_text(text)

    def sign_up(self, email: str) -> None:
        self.page.goto(f"{self.address}/account/sign-up/")
        self.fill(**{"E-mail_address": email})
        self.press("Send the link")
        self.expect_heading("Look into your e-mail")
        self.follow_mail()
        self.fill(Display_name="Ada", Password=PASSWORD)
        self.press("Create the account")
        self.expect_heading("Your profile")

    def sign_in(self, name: str, password: str = PASSWORD) -> None:
        self.page.goto(f"{self.address}/account/sign-in/")
        self.fill(**{"E-mail address or user name": name, "Password": password})
        self.press("Sign in")
