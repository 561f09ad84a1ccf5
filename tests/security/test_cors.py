"""Which sites may call the API from a browser, and that anonymous clients never get a cookie."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from pydantic import ValidationError

from cms.config.settings.env import Environment
from tests.factories.content import make_site, make_user

pytestmark = pytest.mark.django_db
FRONTEND = "https://www.example"
QUERY = "/graphql?query={__typename}"
FOREIGN = (
    "https://evil.example", "https://www.example.evil.example", "https://www.example:444", "http://www.example", "null",
    "https://evil@www.example", "https://xwww.example", "https://[", "https://WWW.example.evil",
)  # fmt: skip


@pytest.fixture(autouse=True)
def one_frontend(settings: Any) -> None:
    settings.CORS_ALLOWED_ORIGINS = [FRONTEND]


def cors(answer: Any) -> dict[str, str]:
    return {name: value for name, value in answer.headers.items() if name.startswith("access-control-")}


def preflight(path: str, origin: str) -> Any:
    asked = {
        "Origin": origin,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    return Client().options(path, headers=asked)


@pytest.mark.parametrize("path", [QUERY, "/graphql", "/graphql/schema.graphql", "/collect"])
def test_the_frontend_may_read_with_cookies(path: str) -> None:
    answer = Client().get(path, headers={"Origin": FRONTEND})
    told = cors(answer)
    assert "ETag" in told.pop("access-control-expose-headers")
    assert told == {"access-control-allow-origin": FRONTEND, "access-control-allow-credentials": "true"}
    assert "origin" in answer["Vary"].lower()


@pytest.mark.parametrize("origin", FOREIGN)
@pytest.mark.parametrize("path", [QUERY, "/graphql/schema.graphql", "/collect"])
def test_other_sites_may_not(path: str, origin: str) -> None:
    answer = Client().get(path, headers={"Origin": origin})
    assert cors(answer) == {}
    assert "origin" in answer["Vary"].lower(), "a cache must not give them the frontend's answer"


@pytest.mark.parametrize(
    "path",
    [
        "/graphql/",
        "/graphql/x",
        "/graphql/playground",
        "/graphql/documents",
        "/graphql%0A",
        "/collect/",
        "/admin/login/",
        "/livez",
        "/plugins/a/b",
    ],
)
def test_no_other_address_takes_part(path: str) -> None:
    assert cors(Client().get(path, headers={"Origin": FRONTEND})) == {}
    assert cors(preflight(path, FRONTEND)) == {}


@pytest.mark.parametrize("path", ["/graphql", "/collect"])
def test_a_preflight_is_answered_and_kept(path: str) -> None:
    answer = preflight(path, FRONTEND)
    told = cors(answer)
    assert answer.status_code == 200 and not answer.content
    assert told["access-control-allow-methods"] == "GET, HEAD, OPTIONS, POST"
    assert told["access-control-max-age"] == "7200"
    assert {"content-type", "authorization", "idempotency-key"} <= set(
        told["access-control-allow-headers"].split(", ")
    )


@pytest.mark.parametrize("path", ["/graphql", "/collect"])
@pytest.mark.parametrize("origin", FOREIGN)
def test_a_preflight_of_another_site_allows_nothing(origin: str, path: str) -> None:
    assert cors(preflight(path, origin)) == {}


def test_nobody_is_ever_answered_with_a_star(settings: Any) -> None:
    for origin in (FRONTEND, *FOREIGN):
        assert "*" not in str(cors(Client().get(QUERY, headers={"Origin": origin})))
    assert settings.CORS_ALLOW_CREDENTIALS is True


@pytest.mark.parametrize("origin", ["https://evil.example", "null"])
def test_a_mutation_of_another_site_changes_nothing(origin: str) -> None:
    make_site()
    client = Client()
    client.force_login(make_user())
    query = 'mutation { voteReview(input: {review: "x", helpful: true}) { helpful } }'
    asked = {"content_type": "application/json", "data": {"query": query}}
    answer = client.post("/graphql", **asked, headers={"Origin": origin})
    assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (403, "FORBIDDEN")
    assert client.post("/graphql", **asked, headers={"Origin": FRONTEND}).status_code == 200


@pytest.mark.parametrize("method", ["get", "post", "options", "put"])
@pytest.mark.parametrize(
    "path", [QUERY, "/graphql", "/graphql/schema.graphql", "/graphql/documents", "/collect"]
)
def test_strangers_get_no_cookie(path: str, method: str) -> None:
    make_site()
    body = (
        {"data": {"query": "{ site { name } }"}, "content_type": "application/json"}
        if method == "post"
        else {}
    )
    answer = getattr(Client(), method)(path, **body)
    assert not answer.cookies and "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("", ["https://www.example.org:8443"]),
        ("https://a.example, http://b.example:81,https://[::1]:3000", ["https://a.example", "http://b.example:81", "https://[::1]:3000"]),
    ],
)  # fmt: skip
def test_origins_are_those_given_or_that_of_the_frontend(
    given: str, expected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FRONTEND_URL", "https://www.example.org:8443/start")
    monkeypatch.setenv("CORS_ALLOWED_ORIGINS", given)
    assert Environment().origins() == expected


@pytest.mark.parametrize(
    "given", ["*", "https://*.example", "www.example", "https://a.example/", "null", "https://a@b.example"]
)
def test_what_is_no_exact_origin_is_refused(given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CORS_ALLOWED_ORIGINS", given)
    with pytest.raises(ValidationError, match="CORS_ALLOWED_ORIGINS must contain origins"):
        Environment()
