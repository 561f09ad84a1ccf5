"""What web pages, proxies and caches try, each with the answer it must get."""

from __future__ import annotations

import csv
import json
import re
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client, RequestFactory
from django.urls import reverse

from cms.http.headers import ForwardedMiddleware
from cms.people.models import Session
from content_types.events.models import Registration
from tests.architecture.test_layout import CHECKOUT
from tests.cms.test_settings import production
from tests.factories.content import make_event, make_review, make_site, make_solution, make_user
from tests.support.admin import sign_in_client

pytestmark = pytest.mark.django_db
VIEWER = "{ viewer { displayName email } }"
XSS = (
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "<svg/onload=alert(1)>", "{{7*7}}{% debug %}",
    "<iframe srcdoc='<script>alert(1)</script>'>", "</title><script>alert(1)</script>", "<a href=javascript:alert(1)>x</a>",
    "<math><mtext></p><style><img src=x onerror=alert(1)>", "<details open ontoggle=alert(1)>", "'-alert(1)-'",
    "<style>@import'//evil.example'</style>", "<base href=//evil.example>", "<form action=//evil.example><input>",
)  # fmt: skip
FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "=HYPERLINK(\"//evil.example\")")  # fmt: skip


@pytest.fixture
def site() -> Any:
    return make_site()


def graphql(client: Client, query: str, **headers: str) -> Any:
    return client.post("/graphql", {"query": query}, content_type="application/json", headers=headers)


@pytest.mark.parametrize(
    "path",
    ["/graphql?query={__typename}", "/admin/login/", "/media/x.png", "/livez", "/", "/plugins/a/b"],
)
@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:80", "testserver.evil.example", "testserver@evil.example", "testserver evil.example", "testserver/x", "a\\b", "[evil"],
)  # fmt: skip
def test_a_foreign_host_is_refused(host: str, path: str) -> None:
    answer = Client().get(path, HTTP_HOST=host)
    assert answer.status_code == 400
    assert b"evil" not in answer.content and "Location" not in answer


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("X-Forwarded-Host", "evil.example"), ("X-Host", "evil.example"), ("Forwarded", "host=evil.example;proto=https"),
        ("X-Forwarded-Server", "evil.example"), ("X-Forwarded-Port", "1"), ("X-Forwarded-Proto", "https"),
        ("X-Forwarded-Scheme", "https"), ("X-Forwarded-Prefix", "/evil"), ("X-Original-URL", "/admin/"),
        ("X-Rewrite-URL", "/admin/"), ("X-HTTP-Method-Override", "DELETE"), ("X-Forwarded-For", "127.0.0.1"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/graphql?query={site{name}}", "/solutions/x/", "/admin/login/"])
def test_headers_of_proxies_change_nothing(path: str, name: str, value: str, site: Any) -> None:
    plain, given = Client().get(path), Client().get(path, headers={name: value})
    assert given.status_code == plain.status_code
    assert without_token(given.content) == without_token(plain.content)
    assert given.get("Location") == plain.get("Location") and "evil" not in str(given.headers)


def without_token(content: bytes) -> str:
    page = BeautifulSoup(content, "html.parser")
    for field in page.select("[name=csrfmiddlewaretoken]"):
        field.decompose()
    return "".join(line for line in str(page).splitlines() if "csrf" not in line.lower())


@pytest.mark.parametrize(
    ("proxies", "caller", "secure"),
    [
        (None, "203.0.113.9", True),
        ([], "203.0.113.9", False),
        (["10.0.0.0/8"], "10.1.2.3", True),
        (["10.0.0.0/8"], "203.0.113.9", False),
    ],
)
def test_the_scheme_is_taken_from_proxies_that_are_named(
    proxies: list[str] | None, caller: str, secure: bool, settings: Any
) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().get("/", headers={"X-Forwarded-Proto": "https"}, REMOTE_ADDR=caller)
    assert ForwardedMiddleware(lambda asked: asked.is_secure())(request) is secure


PRODUCTION = """if True:
    import io
    from cms.config.wsgi import application
    def ask(**given):
        environ = {
            "REQUEST_METHOD": "GET", "PATH_INFO": "/graphql", "SERVER_NAME": "cms.example", "SERVER_PORT": "80",
            "REMOTE_ADDR": "10.0.0.2", "HTTP_HOST": "cms.example", "wsgi.input": io.BytesIO(), "wsgi.url_scheme": "http", **given,
        }
        seen = []
        list(application(environ, lambda status, headers: seen.extend((status[:3], dict(headers)))))
        return seen
    names = ("Strict-Transport-Security", "Content-Security-Policy", "X-Frame-Options", "Set-Cookie")
    status, headers = ask(HTTP_X_FORWARDED_PROTO="https")
    print(status, *(headers.get(name) for name in names), sep="|")
    for given in ({}, {"HTTP_HOST": "evil.example"}, {"HTTP_X_FORWARDED_HOST": "evil.example"}):
        status, headers = ask(PATH_INFO="/admin/", **given)
        print(status, headers.get("Location"))
    status, headers = ask()
    print(status, headers.get("Location"))
"""


def test_production_redirects_to_itself_alone() -> None:
    """But for the API, which the website asks from within."""
    done = production(PRODUCTION)
    first, *others = done.stdout.splitlines()
    status, transport, policy, frames, cookie = first.split("|")
    assert (status, transport, frames, cookie) == ("400", "max-age=31536000", "DENY", "None"), done.stderr
    assert "default-src 'none'" in policy
    assert others == [
        "301 https://cms.example/admin/",
        "400 None",
        "301 https://cms.example/admin/",
        "400 None",
    ]


@pytest.mark.parametrize(
    "path",
    [
        "/graphql/x.css", "/graphql;x.css", "/graphql%2fx.css", "/graphql%00.css", "/graphql/schema.graphql/x.css",
        "/admin/x.css", "/admin/account/x.css", "/admin/pages/x.css", "/admin/login/x.css", "/admin/account/;x.css",
        "/admin/account/%2e%2e/x.css", "/plugins/bookmarks/mine/x.css", "/plugins/x.css", "/livez/x.css", "/x.css",
        "/documents/1/x.css", "/media/x.css", "/_util/login/x.css",
    ],
)  # fmt: skip
def test_no_address_answers_under_the_name_of_a_file(path: str, site: Any) -> None:
    """Wagtail first sends those below /admin/ to the same with a slash; neither answer holds a page."""
    client = sign_in_client(user=make_user(email="canary@example.com", is_superuser=True))
    for query in ("", "?query={viewer{email}}"):
        answer = client.get(f"{path}{query}", follow=path.startswith("/admin/"))
        assert answer.status_code == 404 and b"canary@" not in answer.content


def test_pages_of_the_admin_are_kept_by_no_cache(site: Any) -> None:
    client = sign_in_client()
    for path in ("/admin/", "/admin/account/", "/admin/pages/"):
        kept = client.get(path, follow=True)["Cache-Control"]
        assert "private" in kept and "no-store" in kept, (path, kept)


def test_an_answer_for_one_person_is_no_answer_for_another(site: Any) -> None:
    ada, bob = (sign_in_client(user=make_user(name, display_name=name)) for name in ("ada", "bob"))
    address = "/graphql?query={viewer{displayName}}"
    told = [client.get(address) for client in (ada, bob, Client(), ada)]
    viewers = [each.json()["data"]["viewer"] for each in told]
    assert viewers == [{"displayName": "ada"}, {"displayName": "bob"}, None, {"displayName": "ada"}]
    assert [each["Cache-Control"].split(",")[0] for each in told] == [
        "private",
        "private",
        "public",
        "private",
    ]
    assert all("Cookie" in each["Vary"] for each in told)
    asked_again = ada.get(address, headers={"If-None-Match": told[2]["ETag"]})
    assert (asked_again.status_code, asked_again.json()["data"]["viewer"]) == (200, {"displayName": "ada"})


@pytest.mark.parametrize(
    "kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain", "text/plain; application/json", ""]
)  # fmt: skip
def test_no_form_of_another_site_reaches_the_api(kind: str, site: Any) -> None:
    body = json.dumps({"query": VIEWER})
    answer = sign_in_client().generic("POST", "/graphql", body, content_type=kind)
    assert answer.status_code == 415 and "data" not in answer.json()


@pytest.mark.parametrize(
    "path", ["/admin/login/", "/admin/account/", "/admin/logout/", "/admin/tags/taxonomy/tag/add/"]
)
def test_no_form_of_another_site_reaches_the_admin(path: str, site: Any) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_user(is_superuser=True))
    before = Session.objects.count()
    assert client.post(path, {"username": "x"}).status_code == 403
    token = client.get("/admin/account/").cookies["csrftoken"].value
    forged = {"Origin": "https://evil.example", "X-CSRFToken": token}
    assert client.post(path, {"csrfmiddlewaretoken": token}, headers=forged).status_code == 403
    assert Session.objects.count() == before


def test_cookies_are_not_sent_along_by_other_sites(settings: Any, site: Any) -> None:
    make_user("ada")
    client = Client()
    client.post("/admin/login/", {"username": "ada", "password": "password"})
    session = client.cookies.get(settings.SESSION_COOKIE_NAME)
    token = client.get("/admin/login/").cookies.get("csrftoken") or client.cookies["csrftoken"]
    assert token["samesite"] == "Lax"
    assert settings.SESSION_COOKIE_SAMESITE == "Lax" and settings.SESSION_COOKIE_HTTPONLY
    assert session is None or session["httponly"]


@pytest.mark.parametrize("text", XSS)
def test_what_strangers_write_stays_text_in_the_admin(text: str, site: Any) -> None:
    author = make_user("stranger", display_name=text)
    review = make_review(
        make_solution(text, slug="atlas"), author=author, title=text, body=text, state="pending"
    )
    event = make_event(text, slug="fair")
    Registration.objects.create(event=event, name=text, email="stranger@example.com")
    client = sign_in_client("Administrator")
    paths = (
        "/admin/",
        "/admin/reviews/",
        "/admin/events/registrations/",
        reverse("reviews:inspect", args=[review.pk]),
        f"/admin/pages/{event.pk}/edit/",
    )
    pages = [client.get(path) for path in paths]
    assert [answer.status_code for answer in pages] == [200] * len(paths)
    for answer in pages:
        page = BeautifulSoup(answer.content, "html.parser")
        assert not [tag for tag in page.find_all() if any(name.startswith("on") for name in tag.attrs)]
        assert not page.select("iframe[srcdoc], base, [src=x], [href^='javascript:'], [action^='//']")
        assert not [
            each for each in page.find_all("script") if "alert(1)" in each.get_text() and not each.get("type")
        ]
        assert "49" not in "".join(title.get_text() for title in page.select("title"))


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_of_a_download_is_a_formula(text: str, site: Any) -> None:
    Registration.objects.create(event=make_event("Fair"), name=text, email="stranger@example.com")
    answer = sign_in_client("Administrator").get("/admin/events/registrations/?export=csv")
    rows = list(csv.reader(b"".join(answer.streaming_content).decode().splitlines()))
    assert rows[1][1] == f"'{text}"


def test_the_table_of_attacks_names_real_tests() -> None:
    page = (CHECKOUT / "docs" / "explanation" / "security.md").read_text()
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", page)
    assert len(named) > 20
    missing = [(file, name) for file, name in named if f"def {name}(" not in (CHECKOUT / file).read_text()]
    assert missing == []
