"""Operations are compiled to a manifest, and a release registers it with a key."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError
from django.test import Client
from django.urls import reverse

from content_api.documents.trusted.manifest import MANIFEST
from content_api.models import RegistrationKey, TrustedDocument
from tests.content_api.client import codes
from tests.factories.content import make_user
from tests.support.trusted import (
    ALIASED,
    DEAR,
    OTHER,
    TEXT,
    build_document_id,
    manifest,
    register_documents,
    run,
)

pytestmark = pytest.mark.django_db


def send(client: Client, body: Any, **headers: str) -> Any:
    return client.post(
        reverse("graphql_documents"), json.dumps(body), content_type="application/json", headers=headers
    )


def with_key(client: Client, body: Any, key: str) -> Any:
    return send(client, body, Authorization=f"Bearer {key}")


# Compiling


def test_the_committed_manifest_is_current_and_fits_the_schema() -> None:
    run("compile", "--check")
    documents = json.loads(MANIFEST.read_text())["documents"]
    assert {"Home", "Solution", "Solutions", "Search", "Event"} <= {each["name"] for each in documents}
    assert all(
        each["id"] == build_document_id(each["text"]) and 0 < each["cost"] <= 1000 for each in documents
    )


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
    assert cards["id"] == build_document_id(cards["text"])


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"a": "query A { nothing }"}, r"operations/a\.graphql:1: Cannot query field 'nothing'"),
        ({"a": "query A {"}, r"operations/a\.graphql:1: Syntax Error"),
        (
            {"a": "{ site { name } }"},
            r"a\.graphql: A trusted document must contain exactly one operation, with a name",
        ),
        ({"a": "query A { site { name } } query B { site { name } }"}, r"a\.graphql: write one operation"),
        ({"a": "query A { site { ...F } }"}, r"operations/a\.graphql:1: Unknown fragment 'F'"),
        ({"Feeds Of Ours/a": OTHER}, r"a\.graphql: `owner` must have 1 to 40 small letters"),
        ({"a": OTHER, "b": OTHER}, r"operations/b\.graphql: Names is also in operations/a\.graphql"),
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
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / f"{name}.graphql").write_text(text)
    with pytest.raises(CommandError, match=message):
        run("compile", folder=folder, manifest=target)
    assert not target.exists()


def test_the_line_is_that_of_the_file_that_is_wrong(tmp_path: Path) -> None:
    folder, target = tmp_path / "operations", tmp_path / "manifest.json"
    folder.mkdir()
    (folder / "a.graphql").write_text(
        "query A {\n  solutions(first: 1) { nodes { ...Card } }\n  site { colour }\n}\n"
    )
    (folder / "cards.graphql").write_text("fragment Card on Solution {\n  title\n  price\n}\n")
    with pytest.raises(CommandError) as refused:
        run("compile", folder=folder, manifest=target)
    assert str(refused.value).splitlines() == [
        "operations/a.graphql:3: Cannot query field 'colour' on type 'Site'.",
        "operations/cards.graphql:3: Cannot query field 'price' on type 'Solution'.",
    ]
    (folder / "a.graphql").write_bytes(b"query A { \xff }")
    with pytest.raises(CommandError, match=r"^operations/a\.graphql cannot be read: 'utf-8' codec"):
        run("compile", folder=folder, manifest=target)


def test_a_folder_without_operations_is_named(tmp_path: Path) -> None:
    target = tmp_path / "manifest.json"
    with pytest.raises(CommandError, match=f"^There is no folder {tmp_path}/absent.$"):
        run("compile", folder=tmp_path / "absent", manifest=target)
    with pytest.raises(
        CommandError, match=f"^{tmp_path} contains no operation: write each in a file that ends in"
    ):
        run("compile", folder=tmp_path, manifest=target)
    (tmp_path / "a.graphql").write_text(OTHER)
    with pytest.raises(
        CommandError, match=r"absent/manifest\.json cannot be written: .*No such file or directory"
    ):
        run("compile", folder=tmp_path, manifest=tmp_path / "absent" / "manifest.json")
    assert not target.exists()


def test_documents_that_strangers_are_refused_are_told(tmp_path: Path, client: Client) -> None:
    warnings = [
        "Aliased (theme): anonymous clients are rejected. The document has 31 aliases; 30 are allowed.",
        "Dear (theme): anonymous clients are rejected. It costs 1100 points; their limit is 1000.",
    ]
    folder, target, told = tmp_path / "operations", tmp_path / "manifest.json", StringIO()
    folder.mkdir()
    for name, text in (("dear", DEAR), ("aliased", ALIASED), ("other", OTHER)):
        (folder / f"{name}.graphql").write_text(text)
    run("compile", folder=folder, manifest=target, stderr=told)
    assert told.getvalue().splitlines() == [f"Warning: {each}" for each in warnings]
    told = StringIO()
    run("register", "--release", "1", manifest=target, stderr=told)
    assert told.getvalue().splitlines() == [f"Warning: {each}" for each in warnings]
    key = run("create-key", "pipeline").strip()
    answer = with_key(client, {"release": "2", **json.loads(target.read_text())}, key)
    assert (answer.status_code, answer.json()["warnings"]) == (200, warnings)


# Registering


def test_a_release_registers_its_manifest_with_a_key(client: Client) -> None:
    key = run("create-key", "pipeline").strip()
    body = {"release": "2026.11.1", **json.loads(MANIFEST.read_text())}
    answer = with_key(client, body, key)
    count = len(body["documents"])
    assert (answer.status_code, answer.json()) == (
        200,
        {"release": "2026.11.1", "new": count, "known": 0, "warnings": []},
    )
    again = with_key(client, {**body, "release": "2026.11.2"}, key)
    assert again.json() == {"release": "2026.11.2", "new": 0, "known": count, "warnings": []}
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
        ({"text": "{ site { name } }"}, "Names: A trusted document must contain exactly one operation, with a name."),
        ({"text": f"query {'N' * 101} {{ site {{ name }} }}"}, "Names: The operation's name has 101 characters"),
        ({"text": "query Names { site { name } } # \0"}, "Names: The text contains a NUL character."),
        ({"text": None}, "Names: `id`, `owner` and `text` must be strings."),
        ({"owner": "The Theme"}, "Names: `owner` must have 1 to 40 small letters"),
        ({"name": None, "id": 5}, "Names: `id`, `owner` and `text` must be strings."),
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


def test_an_error_names_the_operation_and_its_line(client: Client) -> None:
    key = run("create-key", "pipeline").strip()
    texts = ["query Names {\n  site { colour }\n}", "mutation Vote { nothing }", "{ site { name } }"]
    wrong = {"documents": [*manifest(*texts)["documents"], 5, {"id": "abc", "owner": "theme"}]}
    errors = [each["message"] for each in with_key(client, {"release": "1", **wrong}, key).json()["errors"]]
    assert errors == [
        "Names: line 2: Cannot query field 'colour' on type 'Site'.",
        "Vote: Cannot query field 'nothing' on type 'Mutation'.",
        f"{build_document_id(texts[2])}: A trusted document must contain exactly one operation, with a name.",
        "documents[3]: `id`, `owner` and `text` must be strings.",
        "abc: `id`, `owner` and `text` must be strings.",
    ]


# What the tools of clients write


def apollo(*texts: str, **changes: Any) -> dict[str, Any]:
    """As @apollo/generate-persisted-query-manifest writes it."""
    rows = [
        {"id": build_document_id(text)[7:], "name": "Any", "type": "query", "body": text} for text in texts
    ]
    return {"format": "apollo-persisted-query-manifest", "version": 1, "operations": rows, **changes}


def build_map(*texts: str) -> dict[str, str]:
    """As Relay and graphql-codegen write it, when they are told to use SHA-256."""
    return {build_document_id(text)[7:]: text for text in texts}


@pytest.mark.parametrize(
    "written",
    [
        apollo(TEXT, OTHER),
        build_map(TEXT, OTHER),
        {"documents": build_map(TEXT, OTHER)},
        {build_document_id(text): text for text in (TEXT, OTHER)},
    ],
)
def test_manifests_of_clients_are_taken(client: Client, tmp_path: Path, written: Any) -> None:
    file = tmp_path / "manifest.json"
    file.write_text(json.dumps(written))
    assert run("register", "--release", "1", manifest=file, owner="shop") == "1: 2 new, 0 unchanged.\n"
    assert {*TrustedDocument.objects.values_list("name", "owner")} == {("Titles", "shop"), ("Names", "shop")}
    TrustedDocument.objects.all().delete()
    for key, more, owner in (
        (run("create-key", "feeds", owner="feeds").strip(), {}, "feeds"),
        (run("create-key", "all").strip(), {"owner": "app"}, "app"),
        (run("create-key", "all").strip(), {}, "theme"),
    ):
        assert with_key(client, {"release": "1", **more, **written}, key).json()["new"] == 2
        assert {*TrustedDocument.objects.values_list("owner", flat=True)} == {owner}
        TrustedDocument.objects.all().delete()


def test_a_key_of_one_owner_takes_no_others_whole_manifest(client: Client) -> None:
    key = run("create-key", "feeds", owner="feeds").strip()
    answer = with_key(client, {"release": "1", "owner": "theme", **apollo(OTHER)}, key)
    assert answer.json()["errors"][0]["message"] == (
        "Any: This key registers documents of feeds, not of theme."
    )


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({hashlib.md5(OTHER.encode()).hexdigest(): OTHER},
         'Names: `id` must be sha256: and the SHA-256 of the text, which is .{64}. It looks like an MD5, which Relay '
         'writes: set `"algorithm": "SHA256"` in its `persistConfig`.'),
        ({hashlib.sha1(OTHER.encode()).hexdigest(): OTHER},
         'Names: `id` .* It looks like a SHA-1, which older graphql-codegen writes: set `hashAlgorithm: "sha256"` in its '
         "`persistedDocuments`."),
        ({"sha1:" + hashlib.sha1(OTHER.encode()).hexdigest(): OTHER}, "Names: `id` .* It looks like a SHA-1, .*"),
        ({"0" * 64: OTHER}, "Names: `id` must be sha256: and the SHA-256 of the text, which is .{64}."),
        (apollo(OTHER, version=2), "It needs `operations`, a list, `format` .* and `version` 1."),
        (apollo(OTHER, operations={}), "It needs `operations`, a list, `format` .* and `version` 1."),
        ({"operations": []}, "It needs `operations`, a list, `format` .* and `version` 1."),
        (apollo(), "A manifest contains 1 to 1000 documents; this one has 0."),
        (apollo(OTHER, operations=[5]), r"operations\[0\]: `id`, `owner` and `text` must be strings."),
        ({"queries": {"a": "b"}}, "A manifest has `documents` .*, Apollo's `operations` .*, or a map of SHA-256 .*"),
        ({}, "A manifest contains 1 to 1000 documents; this one has 0."),
    ],
)  # fmt: skip
def test_other_manifests_are_refused_with_what_to_do(client: Client, body: Any, message: str) -> None:
    answer = with_key(client, {"release": "1", **body}, run("create-key", "pipeline").strip())
    assert answer.status_code == 400 and re.fullmatch(message, answer.json()["errors"][0]["message"])
    assert not TrustedDocument.objects.exists()


# What is refused


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


def test_a_key_of_an_impossible_owner_is_not_made() -> None:
    with pytest.raises(CommandError, match="'The Theme' is not a valid owner of documents, such as theme"):
        run("create-key", "theme", owner="The Theme")
    assert not RegistrationKey.objects.exists()


def test_a_document_keeps_its_first_owner(tmp_path: Path) -> None:
    register_documents(tmp_path, TEXT)
    assert register_documents(tmp_path, TEXT, release="9", owner="feeds") == "9: 0 new, 1 unchanged.\n"
    assert TrustedDocument.objects.values_list("owner", "release").get() == ("theme", "9")


def test_without_a_key_in_force_nothing_is_registered(client: Client) -> None:
    body = {"release": "1", **manifest(TEXT)}
    key, revoked = (run("create-key", name).strip() for name in ("pipeline", "old"))
    prefix = revoked.split(".")[1]
    assert run("revoke-key", prefix) == f"Revoked {prefix}.\n"
    swapped = ".".join([*key.split(".")[:2], revoked.split(".")[2]])
    none, shape, unknown = "Send a key that", "This is not a key for", "This key does not exist on this site"
    for given, message in (
        (None, none), ("", none), (f"Bearer {revoked}", unknown), (f"Bearer {swapped}", unknown),
        (f"Basic {key}", shape), (key, shape), (f"Bearer {key}x", shape), ("Bearer \0", shape),
    ):  # fmt: skip
        answer = send(client, body, **({} if given is None else {"Authorization": given}))
        assert (answer.status_code, codes(answer.json())) == (401, ["UNAUTHENTICATED"])
        assert answer.json()["errors"][0]["message"].startswith(message)
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
    assert answer.status_code == 401
    assert answer.json()["errors"][0]["extensions"] == {"code": "UNAUTHENTICATED"}


def test_attempts_to_register_cost_points(client: Client, settings: Any) -> None:
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
        register_documents(tmp_path, "{ nothing }")
