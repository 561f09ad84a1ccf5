"""Trusted documents: compiled, registered with a key, asked for by id, and seen in the admin."""

from __future__ import annotations

import hashlib
import json
import time
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from content_api.models import RegistrationKey, TrustedDocument
from content_api.trusted import lookup
from content_api.trusted.manifest import MANIFEST
from tests.content_api.client import codes
from tests.factories.content import make_site, make_solution, make_user
from tests.support.admin import signed_in

pytestmark = pytest.mark.django_db

TEXT = "query Titles($first: Int = 3) { solutions(first: $first) { nodes { title summary } } }"
OTHER = "query Names { site { name } }"
GRAPHQL = "application/graphql-response+json"


@pytest.fixture(autouse=True)
def _nothing_is_remembered() -> Any:
    lookup.forget_all()
    yield
    lookup.forget_all()


def id_of(text: str) -> str:
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def manifest(*texts: str, owner: str = "theme") -> dict[str, Any]:
    return {"documents": [{"id": id_of(text), "owner": owner, "text": text} for text in texts]}


def run(*words: str, **options: Any) -> str:
    told = StringIO()
    call_command("trusted_documents", *words, stdout=told, **options)
    return told.getvalue()


def trust(tmp_path: Path, *texts: str, release: str = "1.0.0", owner: str = "theme") -> str:
    """Register documents by the command; what it told."""
    file = tmp_path / "manifest.json"
    file.write_text(json.dumps(manifest(*texts, owner=owner)))
    return run("register", "--release", release, manifest=file)


def send(client: Client, body: Any, **headers: str) -> Any:
    return client.post(
        reverse("graphql_documents"), json.dumps(body), content_type="application/json", headers=headers
    )


def with_key(client: Client, body: Any, key: str) -> Any:
    return send(client, body, Authorization=f"Bearer {key}")


def get(client: Client, text: str, **parameters: str) -> Any:
    return client.get("/graphql", {"documentId": id_of(text), **parameters})


# Compiling


def test_the_committed_manifest_is_current_and_fits_the_schema() -> None:
    run("compile", "--check")
    documents = json.loads(MANIFEST.read_text())["documents"]
    assert {"Home", "Solution", "Solutions", "Search", "Event"} <= {each["name"] for each in documents}
    assert all(each["id"] == id_of(each["text"]) and 0 < each["cost"] <= 1000 for each in documents)


def test_operations_are_compiled_with_the_fragments_that_they_use(tmp_path: Path) -> None:
    folder, target = tmp_path / "operations", tmp_path / "manifest.json"
    (folder / "feeds").mkdir(parents=True)
    (folder / "fragments.graphql").write_text(
        "fragment Card on Solution { title ...Who } fragment Who on Solution { vendor { name } }"
        "fragment Unused on Solution { slug }"
    )
    (folder / "cards.graphql").write_text(
        "# cards\nquery Cards($n: Int!) {\n  solutions(first: $n) { nodes { ...Card } }\n}\n"
    )
    (folder / "feeds" / "latest.graphql").write_text("query Latest { site { name } }")
    with pytest.raises(CommandError, match=r"manifest\.json is out of date\. Run `make schema`"):
        run("compile", "--check", folder=folder, manifest=target)
    assert "2 documents" in run("compile", folder=folder, manifest=target)
    run("compile", "--check", folder=folder, manifest=target)
    latest, cards = json.loads(target.read_text())["documents"]
    assert (latest["owner"], latest["name"], latest["text"]) == (
        "feeds",
        "Latest",
        "query Latest{site{name}}",
    )
    assert (cards["owner"], cards["name"], cards["cost"]) == ("theme", "Cards", 200)
    assert cards["text"] == (
        "query Cards($n:Int!){solutions(first:$n){nodes{...Card}}}"
        "fragment Card on Solution{title ...Who}fragment Who on Solution{vendor{name}}"
    )
    assert cards["id"] == id_of(cards["text"])


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"a": "query A { nothing }"}, r"operations/a\.graphql: Cannot query field 'nothing'"),
        ({"a": "query A {"}, r"operations/a\.graphql: Syntax Error"),
        (
            {"a": "{ site { name } }"},
            r"a\.graphql: A trusted document holds one operation, and that has a name",
        ),
        ({"a": "query A { site { name } } query B { site { name } }"}, r"a\.graphql: write one operation"),
        ({"a": "query A { site { ...F } }"}, r"a\.graphql: Unknown fragment 'F'"),
        ({"a": OTHER, "b": OTHER}, r"b\.graphql: Names stands in a\.graphql as well"),
        (
            {"a": "query A { solutions(first: 100) { nodes { reviews(first: 100) { nodes { title } } } } }"},
            r"a\.graphql: It costs 10100 points; 5000 are allowed",
        ),
    ],
)
def test_operations_that_cannot_be_trusted_are_not_compiled(
    tmp_path: Path, files: dict[str, str], message: str
) -> None:
    folder, target = tmp_path / "operations", tmp_path / "manifest.json"
    folder.mkdir()
    for name, text in files.items():
        (folder / f"{name}.graphql").write_text(text)
    with pytest.raises(CommandError, match=message):
        run("compile", folder=folder, manifest=target)
    assert not target.exists()


# Registering


def test_a_release_registers_its_manifest_with_a_key(client: Client) -> None:
    key = run("create-key", "pipeline").strip()
    body = {"release": "2026.11.1", **json.loads(MANIFEST.read_text())}
    answer = with_key(client, body, key)
    count = len(body["documents"])
    assert (answer.status_code, answer.json()) == (200, {"release": "2026.11.1", "new": count, "known": 0})
    again = with_key(client, {**body, "release": "2026.11.2"}, key)
    assert again.json() == {"release": "2026.11.2", "new": 0, "known": count}
    row = TrustedDocument.objects.get(name="Home")
    assert (row.owner, row.release, row.uses, row.last_used_at) == ("theme", "2026.11.2", 0, None)
    told = {each["id"]: each["cost"] for each in body["documents"]}
    assert row.cost == told[f"sha256:{row.pk}"] and "SolutionCard" in row.text
    assert key not in repr(RegistrationKey.objects.values()) and RegistrationKey.objects.get().last_used_at


def test_registering_costs_the_same_for_one_document_and_for_all(
    client: Client, django_assert_num_queries: Any
) -> None:
    key = run("create-key", "pipeline").strip()
    everything = json.loads(MANIFEST.read_text())
    for documents in (everything["documents"][:1], everything["documents"]):
        with django_assert_num_queries(6):  # the key, known ones, all in a savepoint, the key's use
            assert with_key(client, {"release": "1", "documents": documents}, key).status_code == 200


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"id": "sha256:" + "0" * 64}, "Names: `id` must be sha256: and the SHA-256 of the text, which is "),
        ({"text": "query Names { nothing }"}, "Names: Cannot query field 'nothing' on type 'Query'."),
        ({"text": "query A { a } query B { b }"}, "Names: Cannot query field"),
        ({"text": "{ site { name } }"}, "Names: A trusted document holds one operation, and that has a name."),
        ({"text": f"query {'N' * 101} {{ site {{ name }} }}"}, "Names: The operation's name has 101 characters"),
        ({"text": "query Names { site { name } } # \0"}, "Names: The text holds a NUL character."),
        ({"text": None}, "Names: `id`, `owner` and `text` must be strings."),
        ({"owner": "The Theme"}, "Names: `owner` must have 1 to 40 small letters"),
        ({"name": None, "id": 5}, "documents[1]: `id`, `owner` and `text` must be strings."),
    ],
)  # fmt: skip
def test_one_wrong_document_refuses_the_whole_manifest(
    client: Client, change: dict[str, Any], message: str
) -> None:
    key = run("create-key", "pipeline").strip()
    documents = manifest(TEXT, OTHER)["documents"]
    documents[1] |= {"name": "Names", **change}
    answer = with_key(client, {"release": "1", "documents": documents}, key)
    (error,) = answer.json()["errors"]
    assert answer.status_code == 400 and error["message"].startswith(message)
    assert error["extensions"] == {"code": "BAD_USER_INPUT"} and not TrustedDocument.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        {"release": "1"},
        {"release": "1", "documents": []},
        {"release": "1", "documents": {}},
        {"release": "1", "documents": [5]},
        {"release": "", **manifest(TEXT)},
        {"release": "a\nb", **manifest(TEXT)},
        {"release": "1" * 101, **manifest(TEXT)},
        {**manifest(TEXT)},
        [],
    ],
)
def test_what_is_no_manifest_is_refused(client: Client, body: Any) -> None:
    answer = with_key(client, body, run("create-key", "pipeline").strip())
    assert answer.status_code == 400 and codes(answer.json()) == ["BAD_USER_INPUT"]
    assert not TrustedDocument.objects.exists()


def test_a_key_of_one_owner_registers_nobody_elses_documents(client: Client) -> None:
    key = run("create-key", "theme", owner="theme").strip()
    refused = with_key(client, {"release": "1", **manifest(TEXT, owner="feeds")}, key)
    assert "This key registers documents of theme, not of feeds." in refused.json()["errors"][0]["message"]
    assert not TrustedDocument.objects.exists()
    assert with_key(client, {"release": "1", **manifest(TEXT)}, key).status_code == 200


def test_a_document_keeps_its_first_owner(tmp_path: Path) -> None:
    trust(tmp_path, TEXT)
    assert trust(tmp_path, TEXT, release="9", owner="feeds") == "9: 0 new, 1 known before.\n"
    assert TrustedDocument.objects.values_list("owner", "release").get() == ("theme", "9")


def test_without_a_key_in_force_nothing_is_registered(client: Client) -> None:
    body = {"release": "1", **manifest(TEXT)}
    key, revoked = (run("create-key", name).strip() for name in ("pipeline", "old"))
    prefix = revoked.split(".")[1]
    assert run("revoke-key", prefix) == f"Revoked {prefix}.\n"
    swapped = ".".join([*key.split(".")[:2], revoked.split(".")[2]])
    for header in ({}, *({"Authorization": each} for each in (
        f"Bearer {revoked}", f"Bearer {swapped}", f"Basic {key}", key, f"Bearer {key}x", "Bearer \0", "",
    ))):  # fmt: skip
        answer = send(client, body, **header)
        assert (answer.status_code, codes(answer.json())) == (401, ["UNAUTHENTICATED"])
        assert answer["WWW-Authenticate"] == "Bearer"
    client.force_login(make_user("admin", is_superuser=True))
    assert send(client, body).status_code == 401
    assert not TrustedDocument.objects.exists()
    with pytest.raises(CommandError, match="No key in force begins with"):
        run("revoke-key", prefix)
    listed = [line.split() for line in run("keys").splitlines()[1:]]
    assert [line[:3] for line in listed] == [[key.split(".")[1], "pipeline", "all"], [prefix, "old", "all"]]


def test_a_key_is_worth_nothing_elsewhere(client: Client) -> None:
    key = run("create-key", "pipeline").strip()
    body = {"query": "{ viewer { displayName } }"}
    answer = client.post(
        "/graphql", body, content_type="application/json", headers={"Authorization": f"Bearer {key}"}
    )
    assert answer.json() == {"data": {"viewer": None}}


def test_attempts_to_register_cost_points(client: Client, settings: Any) -> None:
    from dataclasses import replace

    settings.API_LIMITS = {
        name: replace(each, bucket=11, restore=1) for name, each in settings.API_LIMITS.items()
    }
    assert [send(client, {}).status_code for _ in range(3)] == [401, 401, 429]


@pytest.mark.parametrize("method", ["get", "put"])
def test_other_methods_register_nothing(client: Client, method: str) -> None:
    answer = getattr(client, method)(reverse("graphql_documents"))
    assert (answer.status_code, answer["Allow"]) == (405, "POST")


def test_a_manifest_that_cannot_be_registered_is_said_by_the_command(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read"):
        run("register", "--release", "1", manifest=tmp_path / "none.json")
    with pytest.raises(CommandError, match=r"Nothing was registered\.\nsha256:\w+: Cannot query field"):
        trust(tmp_path, "{ nothing }")


# Asking


@pytest.fixture
def solution(tmp_path: Path) -> Any:
    make_site()
    trust(tmp_path, TEXT)
    return make_solution("Tool")


def test_a_strangers_get_may_be_answered_by_a_shared_cache(client: Client, solution: Any) -> None:
    answer = get(client, TEXT, variables='{"first": 1}')
    assert [each["title"] for each in answer.json()["data"]["solutions"]["nodes"]] == ["Tool"]
    assert answer["Cache-Control"] == "public, max-age=60, stale-while-revalidate=300"
    assert {"Accept", "Cookie"} <= set(answer["Vary"].replace(" ", "").split(",")) and not answer.cookies
    assert "RateLimit" not in answer
    again = client.get(
        "/graphql", {"documentId": id_of(TEXT), "variables": '{"first": 1}'},
        headers={"If-None-Match": answer["ETag"]},
    )  # fmt: skip
    assert (again.status_code, again["Cache-Control"]) == (304, answer["Cache-Control"])


def test_other_answers_are_kept_for_nobody_or_checked(client: Client, solution: Any) -> None:
    body = {"documentId": id_of(TEXT)}
    posted = client.post("/graphql", body, content_type="application/json")
    assert posted.json()["data"] and posted["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert get(client, TEXT, variables='{"first": -1}')["Cache-Control"] == "private, no-store"
    assert get(client, TEXT, extensions='{"cost": true}')["Cache-Control"] == "private, no-store"
    client.force_login(make_user())
    mine = get(client, TEXT)
    assert mine.json()["data"] and mine["Cache-Control"] == "private, no-store" and "ETag" not in mine


def test_a_document_that_was_seen_before_costs_no_sql_of_its_own(
    client: Client, tmp_path: Path, django_assert_num_queries: Any
) -> None:
    text = "query Nothing { __typename }"
    trust(tmp_path, text)
    with django_assert_num_queries(2):  # its text, and that it was used
        assert get(client, text).json() == {"data": {"__typename": "Query"}}
    with django_assert_num_queries(0):
        assert get(client, text).json() == {"data": {"__typename": "Query"}}


def test_uses_are_counted_and_written_at_most_once_a_minute(
    client: Client, solution: Any, monkeypatch: Any
) -> None:
    clock = time.monotonic()
    monkeypatch.setattr(lookup.time, "monotonic", lambda: clock)
    for _ in range(4):
        get(client, TEXT)
    first = TrustedDocument.objects.get()
    assert first.uses == 1 and timezone.now() - first.last_used_at < timedelta(seconds=10)
    clock += 61
    get(client, TEXT)
    assert TrustedDocument.objects.get().uses == 5


def test_a_document_that_was_removed_is_forgotten(client: Client, solution: Any, monkeypatch: Any) -> None:
    clock = time.monotonic()
    monkeypatch.setattr(lookup.time, "monotonic", lambda: clock)
    assert get(client, TEXT).json()["data"]
    TrustedDocument.objects.all().delete()
    clock += 61
    assert codes(get(client, TEXT).json()) == ["PERSISTED_QUERY_NOT_FOUND"]


def test_only_so_many_documents_are_remembered() -> None:
    memory = lookup.Memory(2)
    for digest in "abc":
        memory.remember(digest, digest.upper())
        memory.use("a")
    assert [memory.use(digest) and memory.use(digest)[0] for digest in "abc"] == ["A", None, "C"]


@pytest.mark.parametrize(("kind", "status"), [(GRAPHQL, 400), ("application/json", 200)])
def test_an_unknown_document_is_not_found(
    client: Client, kind: str, status: int, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1):
        answer = client.get("/graphql", {"documentId": id_of(OTHER)}, headers={"Accept": kind})
    assert (answer.status_code, answer["Cache-Control"]) == (status, "no-store")
    assert codes(answer.json()) == ["PERSISTED_QUERY_NOT_FOUND"] and "data" not in answer.json()
    assert answer["Content-Type"].startswith(kind)


@pytest.mark.parametrize(
    "body",
    [
        {"documentId": id_of(TEXT), "query": TEXT},
        {"documentId": id_of(TEXT), "query": ""},
        {"documentId": id_of(TEXT), "extensions": {"persistedQuery": {"version": 1, "sha256Hash": "0" * 64}}},
        {"documentId": id_of(TEXT).upper()},
        {"documentId": id_of(TEXT)[7:]},
        {"documentId": "md5:" + "0" * 32},
        {"documentId": ""},
        {"documentId": 5},
        {"documentId": None},
    ],
)
def test_what_names_no_document_or_two_is_refused(
    client: Client, solution: Any, body: dict[str, Any]
) -> None:
    answer = client.post("/graphql", body, content_type="application/json")
    assert (answer.status_code, codes(answer.json())) == (400, ["BAD_USER_INPUT"])
    assert TrustedDocument.objects.get().uses == 0


def test_a_trusted_mutation_is_no_get(client: Client, tmp_path: Path) -> None:
    text = "mutation Vote($input: VoteReviewInput!) { voteReview(input: $input) { errors { code } } }"
    trust(tmp_path, text)
    answer = get(client, text, variables="{}")
    assert (answer.status_code, answer["Allow"]) == (405, "POST")


def test_a_trusted_document_passes_the_same_guards(client: Client, tmp_path: Path, settings: Any) -> None:
    make_site()
    make_solution("Hidden", live=False)
    text = "query All($n: Int!) { solutions(first: $n) { nodes { title reviews(first: 15) { nodes { title } } } } }"
    trust(tmp_path, text)
    assert get(client, text, variables='{"n": 1}').json()["data"]["solutions"]["nodes"] == []
    refused = get(client, text, variables='{"n": 100}')
    assert (refused.status_code, codes(refused.json())) == (400, ["COST_LIMIT_EXCEEDED"])
    spent = [get(client, text, variables='{"n": 100}').status_code for _ in range(3)]
    assert spent == [400, 400, 400]


# Nothing else but trusted documents


def test_where_only_trusted_documents_are_answered(client: Client, solution: Any, settings: Any) -> None:
    settings.API_ONLY_TRUSTED = True
    hashed = {"persistedQuery": {"version": 1, "sha256Hash": id_of(OTHER)[7:]}}
    bodies = [
        {"query": TEXT}, {"query": "{ __schema { types { name } } }"}, {"extensions": hashed},
        {"query": OTHER, "extensions": hashed},
    ]  # fmt: skip
    for person in (None, make_user()):
        if person:
            client.force_login(person)
        for body in bodies:
            answer = client.post("/graphql", body, content_type="application/json")
            assert (answer.status_code, codes(answer.json())) == (403, ["FORBIDDEN"])
        assert get(client, TEXT).json()["data"]["solutions"]["nodes"][0]["title"] == "Tool"
    staff = signed_in("Editor")
    assert staff.post("/graphql", bodies[0], content_type="application/json").json()["data"]["solutions"]
    assert staff.post("/graphql", bodies[1], content_type="application/json").json()["data"]["__schema"]


# Who asks for what


def test_documents_are_listed_by_what_they_ask_for(client: Client, solution: Any, tmp_path: Path) -> None:
    trust(tmp_path, OTHER, "query Filtered($f: SolutionFilter) { solutions(filter: $f) { totalCount } }")
    get(client, TEXT)

    def names(wanted: str) -> list[str]:
        return [line.split()[0] for line in run("list", asks_for=wanted).splitlines()[1:]]

    assert names("") == ["Filtered", "Names", "Titles"]
    assert names("Solution.summary") == ["Titles"]
    assert names("Query.solutions") == ["Filtered", "Titles"]
    assert names("Query.solutions(first:)") == ["Titles"]
    assert names("SolutionFilter.vendor") == ["Filtered"]
    assert names("Vendor.name") == [] and names("SITE") == ["Names"]
    (line,) = [line for line in run("list").splitlines() if line.startswith("Titles")]
    assert line.split()[:5] == ["Titles", "theme", "1.0.0", "3", "1"]


def test_input_fields_in_literals_are_known(tmp_path: Path) -> None:
    trust(tmp_path, 'query Q { solutions(filter: { category: "x" }) { totalCount } }')
    assert TrustedDocument.objects.get().coordinates == [
        "Query.solutions", "Query.solutions(filter:)", "SolutionConnection.totalCount", "SolutionFilter.category",
    ]  # fmt: skip


def test_administrators_see_the_report(client: Client, solution: Any, tmp_path: Path) -> None:
    trust(tmp_path, OTHER, release="2.0.0")
    get(client, TEXT)
    admin, address = signed_in(), reverse("trusted_documents:index")

    def rows(**given: str) -> list[list[str]]:
        page = BeautifulSoup(admin.get(address, given).content, "html.parser")
        return [[cell.get_text(" ", strip=True) for cell in row("td")] for row in page.select("tbody tr")]

    assert [row[0].split()[0] for row in rows()] == ["Names", "Titles"]
    assert [row[:5] for row in rows(asks_for="Solution.summary")] == [
        ["Titles Inspect", "theme", "1.0.0", "3", "1"]
    ]
    assert [row[0].split()[0] for row in rows(ordering="-last_used_at")] == ["Titles", "Names"]
    assert [row[0].split()[0] for row in rows(q="2.0.0")] == ["Names"]
    page = admin.get(reverse("trusted_documents:inspect", args=[id_of(TEXT)[7:]])).content.decode()
    assert "query Titles($first: Int = 3) {\n  solutions" in page and "Solution.summary" in page
    assert address in admin.get("/admin/").content.decode()


@pytest.mark.parametrize(
    ("role", "status"), [("Administrator", 200), ("Editor", 302), ("Moderator", 302), ("Vendor", 302)]
)
def test_the_report_is_for_administrators(solution: Any, role: str, status: int) -> None:
    client = signed_in(role)
    assert client.get(reverse("trusted_documents:index")).status_code == status
    inspected = client.get(reverse("trusted_documents:inspect", args=[id_of(TEXT)[7:]]))
    assert inspected.status_code == status
    for name in ("add", "edit", "delete"):
        assert client.get(f"{reverse('trusted_documents:index')}{name}/{id_of(TEXT)[7:]}/").status_code == 404


def test_documents_that_nobody_sends_any_more_are_pruned(
    client: Client, solution: Any, tmp_path: Path
) -> None:
    trust(tmp_path, OTHER, "query New { site { hostname } }")
    get(client, TEXT)
    old = timezone.now() - timedelta(days=91)
    TrustedDocument.objects.exclude(name="New").update(registered_at=old)
    names = TrustedDocument.objects.order_by("name").values_list("name", flat=True)
    assert run("prune", "--dry-run").splitlines()[-1] == "1 would be forgotten."
    assert list(names) == ["Names", "New", "Titles"]
    assert run("prune").splitlines()[-1] == "1 forgotten."
    assert list(names.all()) == ["New", "Titles"]
