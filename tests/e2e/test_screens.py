"""Every page of the admin, as each role reaches it: buttons show their labels, and info boxes their icons."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from cms.exchange.models import ImportProblem, ImportRun, RunState
from content_api.testing.admin_crawl import admin_addresses
from tests.e2e.admin import Admin
from tests.e2e.conftest import Complaints, SignIn
from tests.factories.content import (
    make_category,
    make_collection,
    make_document,
    make_event,
    make_image,
    make_review,
    make_solution,
    make_user,
    make_vendor,
)
from tests.support.admin import ROLES

pytestmark = [pytest.mark.browser, pytest.mark.alone]
ELSEWHERE = re.compile(r"/logout/|/export|/bulk/|\.csv$|\.jsonl$|/refused\.")
OWN = re.compile(r"(cms|content_types|plugins)\b")
NUMBER = re.compile(r"\d+")
FIND_FAULTS = """() => {
  const faults = [], shown = each => each.checkVisibility({checkVisibilityCSS: true, checkOpacity: true});
  const name = each => each.outerHTML.replace(/\\s+/g, " ").slice(0, 160);
  const size = each => each.getBoundingClientRect();
  for (const each of document.querySelectorAll("button, a.button, [role=button], input[type=submit]")) {
    if (!shown(each) || each.closest(".w-sr-only, .visuallyhidden")) continue;
    const box = size(each), text = (each.innerText || each.value || "").trim();
    const icons = [...each.querySelectorAll("svg.icon")].filter(shown).map(size);
    const label = text || each.getAttribute("aria-label") || each.title || each.textContent.trim();
    if (!label) faults.push(`no label: ${name(each)}`);
    if (!text && !icons.some(icon => icon.width) && !each.querySelector("img, svg")) faults.push(`empty: ${name(each)}`);
    if (icons.some(icon => icon.width > 48 || icon.height > 48)) faults.push(`icon without a size: ${name(each)}`);
    if (!text || getComputedStyle(each).textOverflow === "ellipsis") continue;
    const range = document.createRange();
    const walker = document.createTreeWalker(each, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const parent = walker.currentNode.parentElement;
      if (!walker.currentNode.data.trim() || !shown(parent) || parent.closest(".w-sr-only, .visuallyhidden")) continue;
      range.selectNodeContents(walker.currentNode);
      const written = range.getBoundingClientRect();
      if (!written.width || written.left < box.left - 2 || written.right > box.right + 2
          || written.top < box.top - 4 || written.bottom > box.bottom + 4)
        faults.push(`clipped label: ${name(each)}`);
    }
  }
  for (const each of document.querySelectorAll(".help-block")) {
    const icon = each.querySelector("svg.icon");
    if (shown(each) && !(icon && shown(icon) && size(icon).width >= 8 && size(icon).width <= 48))
      faults.push(`info box without an icon: ${name(each)}`);
  }
  return faults;
}"""


def plant_rows() -> None:
    """A row of every kind, an import in each state, and a delivery that failed permanently."""
    vendor = make_vendor("Acme")
    solution = make_solution("Lighthouse", vendor=vendor)
    make_review(solution, make_user("rita"), state="pending")
    make_event("Fair")
    make_collection("Best of", (solution,))
    make_image("Harbour")
    make_document("Plan")
    make_category("Robots")
    for number, (state, dry_run) in enumerate(
        [(RunState.WAITING, True), (RunState.FINISHED, True), (RunState.FAILED, False)]
    ):
        run = ImportRun.objects.create(
            file_name=f"{number}.csv",
            state=state,
            dry_run=dry_run,
            created=1,
            upload="1/a.csv",
            message="Odd.",
        )
        ImportProblem.objects.create(run=run, file="0.csv", line=1, reason="slug: must be given")


def find_links(page: Page) -> list[str]:
    found: list[str] = page.locator("a[href^='/admin/']").evaluate_all(
        "all => all.map(each => each.pathname)"
    )
    return [path for path in found if not ELSEWHERE.search(path)]


def crawl_admin(admin: Admin, complaints: Complaints, starts: list[str]) -> tuple[dict[str, Any], set[str]]:
    """Faults by address of every page that links lead to, each kind of page once, and the kinds."""
    waiting, seen, found = list(starts), set[str](), {}
    while waiting:
        path = waiting.pop(0)
        if (kind := NUMBER.sub("#", path)) in seen:
            continue
        seen.add(kind)
        if faults := visit(admin, complaints, path):
            found[path] = faults
        waiting += find_links(admin.page)
    return found, seen


def visit(admin: Admin, complaints: Complaints, path: str) -> list[Any]:
    """What is wrong with a page: its status, what is not visible, and what its browser refused."""
    answer = admin.page.goto(admin.address + path)
    status = answer.status if answer else 0
    faults = [*([] if status == 200 else [status]), *admin.page.evaluate(FIND_FAULTS), *complaints]
    complaints.clear()
    return faults


def list_own_pages(admin: Admin) -> list[str]:
    """Addresses of our own views that need no key and answer with a page; links lead to the others."""
    own = [each for each in admin_addresses() if not each.parameters and OWN.match(each.view.__module__)]
    paths = [f"/{each.route}" for each in own if not ELSEWHERE.search(f"/{each.route}")]
    return [path for path in paths if is_page(admin, path)]


def is_page(admin: Admin, path: str) -> bool:
    """Whether a GET answers with a whole page; others are files, parts of a page, or take no GET."""
    answer = admin.page.request.get(admin.address + path)
    assert answer.status in (200, 404, 405), f"{path}: {answer.status}"
    return answer.status == 200 and "<html" in answer.text()[:2000]


@pytest.mark.slow
def test_every_page_shows_its_buttons_and_icons(sign_in: SignIn, complaints: Complaints) -> None:
    """From the home page by its links, each kind of page once; errors of scripts are faults as well."""
    plant_rows()
    admin = sign_in(make_user("root", is_superuser=True, is_staff=True))
    complaints.listen(admin.page)
    found, seen = crawl_admin(admin, complaints, ["/admin/", *list_own_pages(admin)])
    assert not found, "\n".join(f"{path}: {faults}" for path, faults in found.items())
    assert len(seen) > 90 and {"/admin/images/#/", "/admin/pages/#/edit/", "/admin/account/"} <= seen
    assert {"/admin/imports/inspect/#/", "/admin/imports/new/", "/admin/reviews/inspect/#/"} <= seen


MOST_ENTRIES = {"Administrator", "Editor"}
"""Roles whose menus take long to walk; the crawl above sees these pages as well."""


@pytest.mark.parametrize(
    "role",
    [pytest.param(role, marks=[pytest.mark.slow] if role in MOST_ENTRIES else []) for role in ROLES],
)
def test_every_entry_of_a_menu_leads_to_a_page_that_is_shown(
    sign_in: SignIn, complaints: Complaints, role: str
) -> None:
    plant_rows()
    admin = sign_in(make_user(role.lower(), groups=(role,)))
    complaints.listen(admin.page)
    expect(admin.page.locator(".sidebar nav")).to_be_visible()
    menu = admin.page.locator(".sidebar a[href^='/admin/']")
    paths = set(menu.evaluate_all("all => all.map(each => each.pathname)"))
    assert len(paths) >= 3
    found = {path: faults for path in sorted(paths) if (faults := visit(admin, complaints, path))}
    assert found == {}


PLANTED = {
    '<button class="button"></button>': "no label",
    '<button class="button" aria-label="Go"></button>': "empty",
    '<button style="width: 3em; height: 2em; overflow: hidden"><svg class="icon" width="300" height="150"></svg> Import now'
    "</button>": "icon without a size",
    '<a class="button" href="#" style="width: 2em; padding: 0; white-space: nowrap">Change settings</a>': "clipped label",
    '<p class="help-block help-info">Read this.</p>': "info box without an icon",
}


def find_faults_with(page: Page, markup: str) -> list[str]:
    """The kinds of fault that a page has while some markup stands at the beginning of its content."""
    page.evaluate(
        """text => {
          document.querySelector('main').insertAdjacentHTML('afterbegin', `<div id="planted">${text}</div>`);
        }""",
        markup,
    )
    found = [each.split(":")[0] for each in page.evaluate(FIND_FAULTS)]
    page.evaluate("document.getElementById('planted').remove()")
    return found


def test_hidden_labels_and_missing_icons_are_found(sign_in: SignIn) -> None:
    admin = sign_in(make_user("root", is_superuser=True, is_staff=True))
    expect(admin.page.get_by_role("main")).to_be_visible()
    assert admin.page.evaluate(FIND_FAULTS) == []
    for markup, fault in PLANTED.items():
        assert fault in find_faults_with(admin.page, markup)


def test_an_icon_in_a_button_has_a_size_whatever_the_template_says(sign_in: SignIn) -> None:
    admin = sign_in(make_user("root", is_superuser=True, is_staff=True))
    expect(admin.page.get_by_role("main")).to_be_visible()
    icon = '<svg class="icon"><use href="#icon-upload"></use></svg>'
    for classes in ("button", "button button-small", "button button-secondary"):
        markup = f'<button class="{classes}">{icon} Import now</button>'
        assert find_faults_with(admin.page, markup) == []
