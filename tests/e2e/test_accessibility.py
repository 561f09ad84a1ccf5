"""The main pages of the admin have no serious fault that axe-core finds, in light and dark, tab by tab."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from wagtail.images import get_image_model

from cms.exchange.models import ImportRun
from content_types.events.models import Event
from content_types.reviews.models import Review
from content_types.solutions.models import Solution
from content_types.taxonomy.models import Category, Tag
from content_types.vendors.models import Vendor
from tests.e2e.accessibility import UPSTREAM, find_faults, find_faults_in_both
from tests.e2e.admin import Admin
from tests.e2e.conftest import SignIn
from tests.e2e.test_screens import plant_rows
from tests.factories.content import make_solution, make_user

pytestmark = [pytest.mark.browser, pytest.mark.alone]
BULK = "/admin/bulk/solutions/solution/edit/"
CORE = 5
"""How many of the main pages every run looks at."""


def list_pages() -> list[str]:
    """Addresses of the main pages, with the rows that were planted; the first stand for the kinds of page."""
    solutions = list(Solution.objects.order_by("pk"))
    chosen = "&".join(f"id={page.pk}" for page in solutions)
    first, event, review = solutions[0], Event.objects.get(), Review.objects.get()
    return [
        "/admin/", f"/admin/pages/{first.pk}/edit/", "/admin/imports/new/", f"/admin/reviews/inspect/{review.pk}/",
        f"/admin/merges/solutions/solution/?{chosen.replace('id=', 'merge=')}", "/admin/account/", "/admin/solutions/",
        f"/admin/pages/add/solutions/solution/{first.get_parent().pk}/", f"/admin/pages/{first.get_parent().pk}/",
        f"{BULK}?{chosen}", "/admin/merges/", "/admin/imports/",
        f"/admin/imports/inspect/{ImportRun.objects.order_by('pk')[0].pk}/", "/admin/reviews/",
        "/admin/decisions/", "/admin/reports/broken-links/",
        "/admin/reports/duplicate-solutions/", "/admin/reports/profiles-to-check/", "/admin/events/",
        f"/admin/pages/{event.pk}/edit/", "/admin/snippets/taxonomy/category/",
        f"/admin/snippets/taxonomy/category/edit/{Category.objects.order_by('pk')[0].pk}/",
        f"/admin/snippets/vendors/vendor/edit/{Vendor.objects.order_by('pk')[0].pk}/", "/admin/plugins/",
        "/admin/images/", f"/admin/images/{get_image_model().objects.order_by('pk')[0].pk}/",
        "/admin/snippets/pages/menu/add/",
    ]  # fmt: skip


def check_tabs(admin: Admin, path: str) -> set[tuple[str, str]]:
    """The faults of a page, each of its tabs shown once."""
    answer = admin.page.goto(admin.address + path)
    assert answer is not None and answer.status == 200, f"{path}: {answer and answer.status}"
    found = find_faults_in_both(admin.page)
    for tab in admin.page.get_by_role("tab", selected=False).all():
        if tab.is_visible():
            tab.click()
            found |= find_faults_in_both(admin.page, within="[role=tabpanel]:not([hidden])")
    return found


@pytest.mark.parametrize("most", [CORE, pytest.param(None, marks=pytest.mark.slow)], ids=["core", "all"])
def test_main_pages_have_no_serious_fault(sign_in: SignIn, most: int | None) -> None:
    plant_rows()
    make_solution("Beacon", tags=("harbour",))
    admin = sign_in(make_user("root", is_superuser=True, is_staff=True))
    admin.page.emulate_media(color_scheme="light", reduced_motion="reduce")
    found = {path: check_tabs(admin, path) for path in list_pages()[:most]}
    upstream = set(UPSTREAM.items())
    own = {path: faults for path, each in found.items() if (faults := each - upstream)}
    assert own == {}
    if most is None:
        assert upstream <= set().union(*found.values()), "Wagtail corrected one: take it out of the list"


@pytest.mark.parametrize(
    ("markup", "rule"),
    [
        ('<img src="/static/x.png">', "image-alt"),
        ('<button type="button"></button>', "button-name"),
        ('<p style="color: #ccc; background: #fff">Pale</p>', "color-contrast"),
    ],
)
def test_faults_are_found(sign_in: SignIn, markup: str, rule: str) -> None:
    page = sign_in(make_user("root", is_superuser=True, is_staff=True)).page
    expect(page.get_by_role("main")).to_be_visible()
    page.evaluate("text => document.querySelector('main').insertAdjacentHTML('afterbegin', text)", markup)
    assert [found for _, found in find_faults(page)] == [rule]


def test_faults_of_colours_in_the_dark_are_found(sign_in: SignIn) -> None:
    page = sign_in(make_user("root", is_superuser=True, is_staff=True)).page
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    expect(page.get_by_role("main")).to_be_visible()
    colours = "color-scheme: light dark; color: light-dark(#000, #444); background: light-dark(#fff, #222)"
    markup = f'<p style="{colours}">Pale at night</p>'
    page.evaluate("text => document.querySelector('main').insertAdjacentHTML('afterbegin', text)", markup)
    assert find_faults(page) == set()
    assert [rule for _, rule in find_faults_in_both(page)] == ["color-contrast"]


def test_wagtail_alone_leaves_the_input_of_tags_without_a_name(sign_in: SignIn) -> None:
    """Fails when Wagtail names it: then static/cms/tag_labels.js can go."""
    page = make_solution("Atlas")
    admin = sign_in(make_user("root", is_superuser=True, is_staff=True))
    admin.page.route("**/tag_labels*.js", lambda route: route.abort())
    assert "label" in {rule for _, rule in check_tabs(admin, f"{BULK}?id={page.pk}")}


def test_tags_are_chosen_for_many_solutions_by_keyboard(sign_in: SignIn) -> None:
    """The server suggests tags that begin with what is typed; no other text becomes a tag."""
    pages = [make_solution(name, tags=("old",)) for name in ("Atlas", "Bolt")]
    for name in ("Harbour light", "Harvest", "Other"):
        Tag.objects.create(name=name, slug=name.lower().replace(" ", "-"))
    admin = sign_in(make_user("edith", groups=("Editor",)))
    keyboard = admin.page.keyboard
    admin.page.goto(f"{admin.address}{BULK}?{'&'.join(f'id={page.pk}' for page in pages)}")
    admin.page.get_by_label("Add tags").last.focus()
    keyboard.type("har")
    expect(admin.page.locator(".ui-autocomplete:visible li")).to_have_text(["Harbour light", "Harvest"])
    keyboard.press("ArrowDown")
    keyboard.press("Enter")
    keyboard.type("nonsense")
    keyboard.press("Tab")
    expect(admin.page.locator(".tagit-label")).to_have_text(['"Harbour light"'])
    admin.page.get_by_label("Remove tags").last.focus()
    keyboard.type("ol")
    expect(admin.page.locator(".ui-autocomplete:visible li")).to_have_text(["old"])
    keyboard.press("ArrowDown")
    keyboard.press("Enter")
    admin.page.get_by_role("button", name="Edit", exact=True).last.focus()
    with admin.page.expect_navigation():
        keyboard.press("Enter")
    admin.expect_message("2 solutions changed.")
    assert all([tag.name for tag in page.tags.all()] == ["Harbour light"] for page in Solution.objects.all())


BLOCKS = ("Quotation", "Code", "Image", "Call to action", "Table", "Questions and answers")
WINDOWS = [
    ("solution", "", "Choose an image"),
    ("solution", "", "Choose category"),
    ("solution", "", "Choose vendor"),
    ("solution", "", "Add alternative"),
    ("solution", "Call to action", "Choose a page"),
    ("solution", "Solutions", "Choose a page (Solution)"),
    ("solution", "Document", "Choose a document"),
    ("event", "", "Choose vendor"),
    ("vendor", "", "Choose a person"),
]
"""Forms of new records, the block that is added first, and the button that opens a window."""


def test_added_blocks_have_no_serious_fault(sign_in: SignIn) -> None:
    """The form of a block is drawn by script when it is added."""
    solution = make_solution("Atlas")
    root = make_user("root", is_superuser=True, is_staff=True)
    page = sign_in(root, f"/admin/pages/{solution.pk}/edit/").page
    page.emulate_media(reduced_motion="reduce")
    page.get_by_role("tab", name="Description").click()
    for name in BLOCKS:
        page.get_by_role("button", name="Insert a block").last.click()
        page.get_by_role("option", name=name, exact=True).click()
    expect(page.locator("[data-streamfield-child]").nth(len(BLOCKS) - 1)).to_be_attached()
    expect(page.locator(".w-combobox__menu:visible")).to_have_count(0)
    assert find_faults(page) - set(UPSTREAM.items()) == set()


def find_form(kind: str) -> str:
    """The address of the form of a new record."""
    if kind == "vendor":
        return "/admin/snippets/vendors/vendor/add/"
    model = {"solution": Solution, "event": Event}[kind]
    return f"/admin/pages/add/{kind}s/{kind}/{model.objects.get().get_parent().pk}/"


@pytest.mark.parametrize(("kind", "block", "opener"), WINDOWS)
def test_windows_of_choosers_have_no_serious_fault(
    sign_in: SignIn, kind: str, block: str, opener: str
) -> None:
    """Each window with each of its tabs."""
    plant_rows()
    page = sign_in(make_user("root", is_superuser=True, is_staff=True), find_form(kind)).page
    page.emulate_media(reduced_motion="reduce")
    if block:
        page.get_by_role("tab", name="Description").click()
        page.get_by_role("button", name="Insert a block").last.click()
        page.get_by_role("option", name=block, exact=True).click()
    if kind == "vendor":
        page.get_by_role("tab", name="Access").click()
        page.get_by_role("button", name=re.compile("^(Add|Insert)")).filter(visible=True).first.click()
    button = page.get_by_role("button", name=opener, exact=True).filter(visible=True).first
    for tab in [] if block else page.get_by_role("tab").all():
        if button.is_visible():
            break
        tab.click()
    button.click()
    window = page.get_by_role("dialog")
    expect(window).to_have_attribute("aria-label", re.compile("Choose"))
    found = find_faults(page, within="[role=dialog]")
    for tab in window.get_by_role("tab", selected=False).all():
        tab.click()
        found |= find_faults(page, within="[role=dialog]")
    assert found - set(UPSTREAM.items()) == set()


def test_wagtail_alone_leaves_windows_without_a_name(sign_in: SignIn) -> None:
    """Fails when Wagtail names them: then static/cms/window_names.js can go."""
    solution = make_solution("Atlas")
    admin = sign_in(make_user("root", is_superuser=True, is_staff=True))
    admin.page.route("**/window_names*.js", lambda route: route.abort())
    admin.page.goto(f"{admin.address}/admin/pages/{solution.pk}/edit/")
    admin.page.get_by_role("tab", name="Media").click()
    admin.page.get_by_role("button", name="Choose an image").first.click()
    expect(admin.page.get_by_role("dialog").get_by_role("heading").first).to_be_visible()
    assert "aria-dialog-name" in {rule for _markup, rule in find_faults(admin.page)}
