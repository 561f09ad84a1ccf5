"""Every part of the site tells browsers what they may do with its answers."""

from __future__ import annotations

from typing import Any
from unittest.mock import patch

import pytest
from bs4 import BeautifulSoup
from django.http import HttpResponse
from django.test import Client, RequestFactory
from wagtail.admin.widgets import AdminPageChooser

from cms.http.headers import SecurityHeadersMiddleware
from cms.site.widgets import element_for
from content_types.pages.models import HomePage
from tests.factories.content import make_site, make_solution, make_user
from tests.support.admin import sign_in_client

pytestmark = pytest.mark.django_db
NOTHING = {"default-src 'none'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"}
PREFLIGHT = {"Access-Control-Request-Method": "POST"}
EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def policy(response: Any) -> set[str]:
    return set(response["Content-Security-Policy"].split("; "))


def headers_at(path: str, client: Client | None = None) -> Any:
    return (client or Client()).get(path)


@pytest.mark.parametrize(
    "path",
    [
        "/graphql?query={__typename}",
        "/graphql",
        "/graphql/schema.graphql",
        "/livez",
        "/",
        "/absent.html",
        "/media/x.png",
    ],
)
def test_data_may_do_nothing_in_a_browser(path: str) -> None:
    answer = headers_at(path)
    assert policy(answer) == NOTHING
    assert answer["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize(
    ("path", "frames"),
    [
        ("/graphql", "DENY"),
        ("/admin/login/", "SAMEORIGIN"),
        ("/plugins/absent/x", "DENY"),
        ("/documents/1/x", "DENY"),
    ],
)
def test_headers_of_every_answer(path: str, frames: str) -> None:
    answer = headers_at(path)
    assert {name: answer[name] for name in EVERYWHERE} == EVERYWHERE
    assert answer["X-Frame-Options"] == frames
    assert "camera=()" in answer["Permissions-Policy"] and "geolocation=()" in answer["Permissions-Policy"]


@pytest.mark.parametrize(
    ("method", "status", "given"),
    [
        ("get", 400, {"headers": {"Host": "evil.example"}}),
        ("get", 301, {}),
        ("options", 200, {"secure": True, "headers": {"Origin": "https://evil.example", **PREFLIGHT}}),
        ("options", 200, {"secure": True, "headers": {"Origin": "https://www.example", **PREFLIGHT}}),
    ],
    ids=["unknown host", "to https", "preflight from elsewhere", "preflight"],
)
def test_what_is_answered_before_any_view_says_the_same(
    method: str, status: int, given: dict[str, Any], settings: Any
) -> None:
    settings.SECURE_SSL_REDIRECT = True
    settings.CORS_ALLOWED_ORIGINS = ["https://www.example"]
    answer = getattr(Client(), method)("/graphql", **given)
    assert answer.status_code == status
    assert {name: answer[name] for name in EVERYWHERE} == EVERYWHERE
    assert policy(answer) == NOTHING and answer["X-Frame-Options"] == "DENY"
    assert "camera=()" in answer["Permissions-Policy"]


@pytest.mark.parametrize("path", ["/plugins/absent/x", "/documents/1/x", "/_util/login/", "/docs/x.md"])
def test_pages_that_are_not_ours_get_scripts_and_styles_from_here_alone(path: str) -> None:
    found = policy(headers_at(path))
    assert NOTHING - {"form-action 'none'"} < found
    assert {"script-src 'self'", "style-src 'self'", "form-action 'self'"} < found


def test_graphiql_runs_scripts_of_this_site_alone() -> None:
    assert policy(headers_at("/graphql/playground")) == NOTHING | {
        "script-src 'self'",
        "worker-src 'self'",
        "style-src 'self' 'unsafe-inline'",
        "connect-src 'self'",
        "img-src 'self' data:",
        "font-src data:",
    }


@pytest.mark.parametrize(
    "path", ["/graphql", "/graphql/schema.graphql", "/docs/x.md", "/plugins/absent/x", "/_util/login/"]
)
def test_no_other_public_page_takes_inline_styles(path: str) -> None:
    assert not [each for each in policy(headers_at(path)) if "unsafe" in each]


def test_the_policy_of_graphiql_goes_with_it(settings: Any) -> None:
    settings.GRAPHQL_PLAYGROUND = False
    assert policy(headers_at("/graphql/playground")) == NOTHING


def test_the_admin_takes_no_inline_script_and_nothing_from_elsewhere(settings: Any) -> None:
    settings.FRONTEND_URL = "https://www.example/site"
    found = policy(headers_at("/admin/login/"))
    assert {"default-src 'none'", "script-src 'self'", "frame-ancestors 'self'", "connect-src 'self'"} < found
    assert "frame-src 'self' https://www.example" in found


def test_what_a_view_says_itself_stays() -> None:
    def view(request: object) -> HttpResponse:
        return HttpResponse(
            headers={"Content-Security-Policy": "sandbox", "Permissions-Policy": "usb=(self)"}
        )

    answer = SecurityHeadersMiddleware(view)(RequestFactory().get("/plugins/x/y"))
    assert (answer["Content-Security-Policy"], answer["Permissions-Policy"]) == ("sandbox", "usb=(self)")


def test_a_preview_may_stand_in_a_frame_of_the_admin() -> None:
    """Wagtail makes one by a request of its own to the page's address, and answers with what comes of it."""
    make_site()
    request = RequestFactory().get("/")
    request.user = make_user(is_superuser=True)
    with patch.object(HomePage, "serve_preview", lambda *args: HttpResponse("Preview")):
        inner = HomePage.objects.get().make_preview_request(request)
    assert inner.content == b"Preview" and "Content-Security-Policy" not in inner


def test_no_page_of_the_admin_writes_a_script_of_its_own() -> None:
    make_site()
    solution = make_solution("Atlas")
    client = sign_in_client(user=make_user("root", is_superuser=True, is_staff=True))
    for path in (
        "/admin/", f"/admin/pages/{solution.pk}/edit/", "/admin/images/add/", "/admin/collections/",
        "/admin/redirects/add/", "/admin/users/", "/admin/workflows/add/", "/admin/reports/site-history/",
    ):  # fmt: skip
        answer = client.get(path)
        assert answer.status_code == 200, path
        page = BeautifulSoup(answer.content, "html.parser")
        inline = [
            each
            for each in page.find_all("script")
            if not each.get("src") and each.get("type") in (None, "text/javascript")
        ]
        handlers = [
            each.name for each in page.find_all() if any(name.startswith("on") for name in each.attrs)
        ]
        assert (inline, handlers) == ([], []), path


def test_a_chooser_starts_by_an_element_that_holds_its_arguments() -> None:
    html = AdminPageChooser().render("page", None, {"id": 'a"<b'})
    [found] = BeautifulSoup(html, "html.parser").select("cms-start")
    assert found["name"] == "PageChooser" and str(found["arguments"]).startswith('["a\\"<b", {"')
    assert "<script" not in html


def test_a_chooser_that_starts_by_other_code_is_refused() -> None:
    with pytest.raises(ValueError, match="not a call with JSON"):
        element_for("if (x) { start(); }")


@pytest.mark.parametrize("path", ["/graphql", "/collect", "/livez", "/admin/", "/account/", "/docs/"])
@pytest.mark.parametrize("changes", [{}, {"_csp_update": {"style-src": ["'self'"]}}, {"_csp_exempt": True}])
def test_the_policy_that_is_kept_is_the_one_that_the_library_writes(
    path: str, changes: dict[str, Any], rf: RequestFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    def answer() -> dict[str, str]:
        response = HttpResponse()
        for name, value in changes.items():
            setattr(response, name, value)
        found = SecurityHeadersMiddleware(lambda request: response)(rf.get(path))
        policy = found.headers.get("Content-Security-Policy", "")
        return {**found.headers, "Content-Security-Policy": ";".join(sorted(policy.split("; ")))}

    kept = answer()
    monkeypatch.setattr("cms.http.headers.is_plain_data", lambda request, response: False)
    assert answer() == kept
