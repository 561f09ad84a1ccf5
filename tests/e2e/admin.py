"""What people do in the admin, step by step, by the names that stand on the screen."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Locator, Page, expect


class Admin:
    """One person's browser; `address` is where the site answers."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address

    def sign_in(self, username: str, password: str) -> None:
        self.page.goto(f"{self.address}/admin/")
        self.page.get_by_label("E-mail address or user name").fill(username)
        self.page.get_by_label("Password", exact=True).fill(password)
        self.page.get_by_role("button", name="Sign in").click()
        expect(self.page).to_have_url(f"{self.address}/admin/")

    def menu(self, group: str, name: str) -> None:
        """Open a group of the side menu and go to one of its pages."""
        self.page.get_by_role("button", name=group, exact=True).click()
        self.follow(name)

    def follow(self, name: str) -> None:
        self.page.get_by_role("link", name=name, exact=True).click()

    def expect_message(self, text: str) -> None:
        """Expect the admin's own message at the top of the page."""
        expect(self.page.locator(".messages")).to_contain_text(text)


class PageForm:
    """The form of a page that stands open in a browser."""

    def __init__(self, page: Page) -> None:
        self.page, self.dialog = page, page.get_by_role("dialog")

    def tab(self, name: str) -> None:
        self.page.get_by_role("tab", name=name).click()

    def fill(self, label: str, text: str) -> None:
        self.page.get_by_role("textbox", name=label).fill(text)

    def choose(self, button: str, name: str) -> None:
        """Choose a row by its name in the window that a button opens."""
        self.page.get_by_role("button", name=button).click()
        self.dialog.get_by_role("link", name=name, exact=True).click()
        expect(self.dialog).to_be_hidden()

    def add_text(self, text: str) -> None:
        self._add_block("Text").locator("[contenteditable=true]").click()
        self.page.keyboard.type(text)

    def add_picture(self, file: Path, title: str) -> None:
        """Add a picture block, and upload its picture in the window that it opens."""
        self._add_block("Image").get_by_role("button", name="Choose an image").click()
        self.dialog.get_by_role("tab", name="Upload").click()
        self.dialog.locator("input[type=file]").set_input_files(file)
        name = self.dialog.get_by_role("textbox", name="Title")
        expect(name).to_have_value(file.stem)  # Wagtail fills it in after the file was chosen
        name.fill(title)
        self.dialog.get_by_role("button", name="Upload").click()
        expect(self.dialog).to_be_hidden()

    def publish(self) -> None:
        """Choose Publish among the actions, and wait for the answer."""
        actions = self.page.get_by_role("navigation", name="Actions")
        actions.get_by_role("button", name="More actions").click()
        with self.page.expect_navigation():
            self.page.get_by_role("button", name="Publish", exact=True).click()

    def error_at(self, label: str) -> Locator:
        """The message at the field that has this label."""
        field = self.page.get_by_role("textbox", name=label)
        return self.page.locator("[data-field-wrapper]").filter(has=field).locator("[data-field-errors]")

    def _add_block(self, name: str) -> Locator:
        self.page.get_by_role("button", name="Insert a block").last.click()
        self.page.get_by_role("option", name=name, exact=True).click()
        return self.page.locator("[data-streamfield-child]").last


class ReviewQueue:
    """The list of reviews and the pages behind it, in one moderator's browser."""

    def __init__(self, admin: Admin) -> None:
        self.admin, self.page = admin, admin.page
        admin.menu("Reviews", "Review queue")

    def has_columns(self, *names: str) -> None:
        """Expect the list to show these columns and no other; the first cell is for ticking."""
        expect(self.page.locator("main thead th")).to_have_text(["", *names])

    def open(self, title: str) -> ReviewQueue:
        self.admin.follow(title)
        return self

    def approve(self, reason: str) -> None:
        """Approve the review that stands open, for a reason by its name."""
        self.page.get_by_label("Reason to approve").select_option(label=reason)
        self.page.get_by_role("button", name="Approve").click()

    def press(self, key: str) -> None:
        """Press a key outside the fields of the page."""
        expect(self.page.locator(".cms-verdict").first).to_be_visible()
        self.page.wait_for_load_state()
        self.page.evaluate("document.activeElement.blur()")
        self.page.keyboard.press(key)
