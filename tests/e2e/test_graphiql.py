"""GraphiQL in a browser: it works under its own policy, with everything from this site."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from wagtail.models import Site

from tests.e2e.conftest import PATIENCE_MS, Complaints, SignIn
from tests.factories.content import make_solution, make_user

pytestmark = [pytest.mark.browser, pytest.mark.alone]


def retry(step: Callable[[], None], times: int = 5) -> None:
    """Repeat a step whose expectation may come too early."""
    for _ in range(times - 1):
        with suppress(AssertionError):
            return step()
    return step()


class GraphiQL:
    """The page as its users see it."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address
        self.requested: list[str] = []
        page.on("request", lambda request: self.requested.append(request.url))

    def open(self) -> None:
        self.page.goto(f"{self.address}/graphql/playground")
        expect(self.page.get_by_role("button", name="Execute query")).to_be_visible()

    def editor(self, name: str) -> Locator:
        return self.page.get_by_role("region", name=name).locator(".monaco-editor:visible")

    def write(self, name: str, text: str) -> None:
        self.editor(name).click()
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(text)
        self.page.keyboard.press("Control+Shift+End")  # the brackets that the editor closed by itself
        self.page.keyboard.press("Delete")

    def run(self) -> None:
        self.page.keyboard.press("Control+Enter")

    def expect_answer(self, *texts: str) -> None:
        for text in texts:
            expect(self.page.locator(".result-window .view-lines")).to_contain_text(text)


@pytest.fixture
def graphiql(site: Site, browser: Browser, live_server: Any, complaints: Complaints) -> Iterator[GraphiQL]:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="en-GB")
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    complaints.listen(page)
    yield GraphiQL(page, live_server.url)
    context.close()


def test_the_page_opens_with_examples_and_everything_from_this_site(
    graphiql: GraphiQL, complaints: Complaints
) -> None:
    graphiql.open()
    expect(graphiql.editor("Operation Editor")).to_contain_text("OpenSourceSolutions")
    expect(graphiql.editor("Variables")).to_contain_text('"first": 5')
    tabs = graphiql.page.get_by_role("tab")
    assert [tab.inner_text().strip() for tab in tabs.all()] == [
        "OpenSourceSolutions",
        "OneSolution",
        "UpcomingEvents",
    ]
    assert {url.removeprefix(graphiql.address).split("/")[1] for url in graphiql.requested} == {
        "graphql",
        "static",
    }
    assert all(url.startswith(graphiql.address) for url in graphiql.requested)
    assert complaints == []


def test_it_runs_the_first_example(graphiql: GraphiQL, complaints: Complaints) -> None:
    make_solution("Lighthouse", is_open_source=True)
    graphiql.open()
    graphiql.page.get_by_role("button", name="Execute query").click()
    graphiql.expect_answer('"totalCount": 1', '"title": "Lighthouse"')
    assert complaints == []


@pytest.mark.parametrize(
    ("query", "variables", "answers"),
    [
        (
            "query One($slug: String!) { solution(slug: $slug) { title } }",
            '{"slug": "lighthouse"}',
            '"Lighthouse"',
        ),
        (
            "query Two($first: Int) { solutions(first: $first) { totalCount } }",
            '{"first": 1}',
            '"totalCount": 1',
        ),
        ("{ nothing }", "", "Cannot query field 'nothing' on type 'Query'."),
    ],
)
def test_it_sends_variables_and_shows_errors(
    graphiql: GraphiQL, query: str, variables: str, answers: str
) -> None:
    make_solution("Lighthouse")
    graphiql.open()
    graphiql.write("Operation Editor", query)
    graphiql.write("Variables", variables)
    graphiql.run()
    graphiql.expect_answer(answers)


def test_it_completes_fields_from_the_schema(graphiql: GraphiQL, complaints: Complaints) -> None:
    graphiql.open()
    graphiql.write("Operation Editor", "{ solutions { totalC } }")
    for _ in range(len(" } }")):
        graphiql.page.keyboard.press("ArrowLeft")
    suggestion = graphiql.page.locator(".suggest-widget .monaco-list-row", has_text="totalCount")

    def suggest() -> None:
        graphiql.page.keyboard.press("Control+Space")
        expect(suggestion).to_be_visible(timeout=2000)

    retry(suggest)  # the schema may still be on its way
    suggestion.click()
    expect(graphiql.editor("Operation Editor")).to_contain_text("{ solutions { totalCount } }")
    assert complaints == []


def test_it_shows_the_documentation_of_types(graphiql: GraphiQL, complaints: Complaints) -> None:
    graphiql.open()
    graphiql.page.get_by_role("button", name="Show Documentation Explorer").click()
    explorer = graphiql.page.get_by_role("region", name="Documentation Explorer")
    explorer.get_by_role("link", name="Query", exact=True).click()
    explorer.get_by_role("link", name="solution", exact=True).click()
    expect(explorer).to_contain_text("slug")
    expect(explorer.get_by_role("link", name="Solution", exact=True)).to_be_visible()
    assert complaints == []


@pytest.mark.parametrize("title", ["Search with facets", "The site and its menus", "The tree of categories"])
def test_the_examples_panel_opens_a_query_that_runs(
    graphiql: GraphiQL, complaints: Complaints, title: str
) -> None:
    graphiql.open()
    graphiql.page.get_by_role("button", name="Show Examples").click()
    graphiql.page.get_by_role("button", name=title).click()
    expect(graphiql.page.get_by_role("tab")).to_have_count(4)
    graphiql.run()
    graphiql.expect_answer('"data": {')
    expect(graphiql.page.locator(".result-window .view-lines")).not_to_contain_text('"errors"')
    assert complaints == []


def test_it_sends_request_headers_and_forgets_them(graphiql: GraphiQL) -> None:
    graphiql.open()
    graphiql.page.get_by_role("button", name="Headers", exact=True).click()
    graphiql.write("Headers", '{"X-Trial": "secret-7"}')
    with graphiql.page.expect_request("**/graphql") as sent:
        graphiql.run()
    assert sent.value.headers["x-trial"] == "secret-7"
    graphiql.page.reload()
    expect(graphiql.editor("Operation Editor")).to_contain_text("OpenSourceSolutions")
    kept = graphiql.page.evaluate("JSON.stringify(localStorage)")
    assert "OpenSourceSolutions" in kept and "secret-7" not in kept
    graphiql.page.get_by_role("button", name="Show History").click()
    expect(graphiql.page.get_by_role("region", name="History")).to_contain_text("OpenSourceSolutions")


def test_requests_are_made_as_the_person_who_is_signed_in(sign_in: SignIn, complaints: Complaints) -> None:
    admin = sign_in(make_user("edith", groups=("Editor",), display_name="Edith Example"))
    graphiql = GraphiQL(admin.page, admin.address)
    complaints.listen(admin.page)
    graphiql.open()
    graphiql.write("Operation Editor", "{ viewer { displayName } }")
    graphiql.run()
    graphiql.expect_answer('"displayName": "Edith Example"')
    assert complaints == []


@pytest.mark.parametrize("path", ["/graphql/playground", "/graphql/playground?query={__typename}"])
def test_it_does_not_exist_where_it_is_switched_off(graphiql: GraphiQL, settings: Any, path: str) -> None:
    settings.GRAPHQL_PLAYGROUND = settings.DEBUG = False
    answer = graphiql.page.goto(graphiql.address + path)
    assert answer is not None and answer.status == 404
    assert "graphiql" not in answer.text().lower()


def test_inline_scripts_are_refused(graphiql: GraphiQL, complaints: Complaints) -> None:
    graphiql.open()
    graphiql.page.evaluate(
        "() => { const script = document.createElement('script'); script.text = 'window.owned = 1';"
        " document.body.append(script); }"
    )
    assert graphiql.page.evaluate("window.owned") is None
    assert any("inline script" in each for each in complaints), complaints
