"""Media in a bucket: the site sends them to those who may see them, and nothing else leads to the bucket."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pydantic import ValidationError

from cms.config.settings.env import Environment
from cms.config.settings.media import build_media_storage
from cms.exchange.models import ImportRun, RunState, uploads
from cms.media.models import Document, Image
from cms.media.object_store import ObjectStore
from cms.operations.doctor import storage as checks
from cms.services.processes import free_port
from content_types.solutions.models import Solution
from content_types.testing.factories import make_document, make_image, make_site, png
from tests.cms.test_importing_admin import upload
from tests.security.test_files import collection, fetch, list_paths, upload_in_chooser
from tests.support.admin import sign_in_client
from tests.support.importing import CATEGORY, solution
from tests.support.object_store import build_client, build_options, run_object_store

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    with run_object_store() as address:
        yield address


@pytest.fixture
def bucket(endpoint: str, settings: Any) -> tuple[Any, str]:
    """A client of the store, and a bucket of this test that the site keeps media in."""
    client, name = build_client(endpoint), f"media-{uuid4().hex[:12]}"
    client.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    settings.STORAGES = settings.STORAGES | {"default": build_options(endpoint, name)}
    return client, name


@pytest.fixture
def away(settings: Any) -> None:
    """A store that refuses connections."""
    address = f"http://127.0.0.1:{free_port()}"
    settings.STORAGES = settings.STORAGES | {"default": build_options(address, "media")}


def list_keys(bucket: tuple[Any, str]) -> set[str]:
    client, name = bucket
    return {each["Key"] for each in client.list_objects_v2(Bucket=name).get("Contents", ())}


def is_open_to_all(endpoint: str, bucket: str, key: str) -> bool:
    """Whether somebody without a key is answered anything but 403."""
    try:
        with urlopen(f"{endpoint}/{bucket}/{key}", timeout=5) as answer:
            return bool(answer.status == 200)
    except HTTPError as error:
        return error.code != 403


def test_an_uploaded_picture_lies_in_the_bucket_and_the_site_sends_it(
    bucket: tuple[Any, str], endpoint: str, django_capture_on_commit_callbacks: Any
) -> None:
    make_site()
    with django_capture_on_commit_callbacks(execute=True):
        upload_in_chooser(sign_in_client("Editor"), "images", "a.png", png().getvalue())
    image = Image.objects.get()
    kept = list_keys(bucket)
    assert f"media/{image.file.name}" in kept and len(kept) > 3
    assert not any(is_open_to_all(endpoint, bucket[1], key) for key in kept)
    for path in list_paths(image):
        assert path.startswith("/media/")
        answer = fetch(path)
        assert answer.status_code == 200 and answer["Cache-Control"] == "public, max-age=3600"
        assert answer.body == default_storage.open(path.removeprefix("/media/")).read()


def test_the_api_names_the_site_and_not_the_store(
    bucket: tuple[Any, str], endpoint: str, django_capture_on_commit_callbacks: Any
) -> None:
    make_site()
    with django_capture_on_commit_callbacks(execute=True):
        image = make_image("Harbour", collection())
    query = "query($id: ID!) { image(id: $id) { title rendition(preset: CARD) { url } } }"
    answer = Client().post(
        "/graphql", {"query": query, "variables": {"id": str(image.pk)}}, "application/json"
    )
    assert endpoint not in answer.content.decode() and bucket[1] not in answer.content.decode()


@pytest.mark.parametrize("kind", ["login", "groups"])
def test_files_of_a_private_collection_stay_private(
    kind: str, bucket: tuple[Any, str], endpoint: str, django_capture_on_commit_callbacks: Any
) -> None:
    make_site()
    with django_capture_on_commit_callbacks(execute=True):
        image = make_image("Plan", collection(kind))
    document = make_document("Plan", image.collection)
    paths = [*list_paths(image), document.url]
    assert {fetch(path).status_code for path in paths} == {404}
    assert {fetch(path, sign_in_client()).status_code for path in list_paths(image)} == {200}
    assert not any(is_open_to_all(endpoint, bucket[1], key) for key in list_keys(bucket))


def test_a_document_is_sent_by_the_site(bucket: tuple[Any, str]) -> None:
    make_site()
    document = make_document("Plan", collection())
    answer = fetch(document.url)
    assert (answer.status_code, answer.body) == (200, b"text")
    assert "attachment" in answer["Content-Disposition"] and not answer.has_header("Location")


def test_two_files_of_one_name_are_both_kept_and_a_lost_one_is_not_there(bucket: tuple[Any, str]) -> None:
    first, second = (default_storage.save("a/x.txt", ContentFile(text)) for text in (b"1", b"2"))
    assert first != second and default_storage.open(first).read() == b"1"
    default_storage.delete(first)
    assert not default_storage.exists(first) and default_storage.listdir("a") == ([], [second.split("/")[1]])
    with pytest.raises(FileNotFoundError):
        default_storage.open(first)


def test_an_import_lies_in_the_bucket_until_it_is_done(
    bucket: tuple[Any, str], monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    monkeypatch.setattr(ImportRun._meta.get_field("upload"), "storage", uploads())
    with django_capture_on_commit_callbacks(execute=True):
        upload(sign_in_client(), CATEGORY, solution("a"))
    tried = ImportRun.objects.get()
    assert (tried.state, tried.created) == (RunState.FINISHED, 2)
    [key] = [key for key in list_keys(bucket) if key.startswith("imports/")]
    assert key.endswith("/records.ndjson")
    with pytest.raises(ValueError, match="not accessible via a URL"):
        _ = tried.upload.url
    with django_capture_on_commit_callbacks(execute=True):
        sign_in_client().post(reverse("importing:start", args=[tried.pk]))
    assert Solution.objects.count() == 1


@pytest.mark.alone
@pytest.mark.django_db(transaction=True)
def test_a_store_that_is_away_is_said_and_nothing_is_half_written(away: None) -> None:
    make_site()
    client = sign_in_client("Editor")
    fields = {
        "image-chooser-upload-title": "Upload",
        "image-chooser-upload-file": SimpleUploadedFile("a.png", png().getvalue()),
        "image-chooser-upload-collection": "1",
    }
    answer = client.post("/admin/images/chooser/create/", fields, headers={"accept": "text/html"})
    assert (answer.status_code, answer["Retry-After"]) == (503, "2")
    assert "cannot reach its files" in answer.content.decode()
    assert not Image.objects.exists() and not Document.objects.exists()


def test_a_picture_of_a_store_that_is_away_comes_later(settings: Any, bucket: tuple[Any, str]) -> None:
    make_site()
    image = make_image("Harbour", collection())
    options = build_options(f"http://127.0.0.1:{free_port()}", bucket[1])
    settings.STORAGES = settings.STORAGES | {"default": options}
    answer = Client().get(image.file.url)
    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "2", "no-store")
    assert json.loads(answer.content)["errors"][0]["extensions"]["code"] == "SERVICE_UNAVAILABLE"


def look() -> tuple[str, str]:
    [found] = checks.check_media()
    return str(found.level), found.message


def test_the_doctor_looks_into_the_bucket(bucket: tuple[Any, str], endpoint: str, settings: Any) -> None:
    assert look() == ("ok", "A file was written, read and deleted.")
    assert list_keys(bucket) == set()
    settings.STORAGES = settings.STORAGES | {"default": build_options(endpoint, "missing-bucket")}
    level, message = look()
    assert level == "error" and "NoSuchBucket" in message


def test_a_file_that_anybody_can_read_is_found(bucket: tuple[Any, str]) -> None:
    client, name = bucket
    stored = default_storage.save("a/x.txt", ContentFile(b"1"))
    assert not checks.is_public(stored)
    client.put_object_acl(Bucket=name, Key=f"media/{stored}", ACL="public-read")
    assert checks.is_public(stored)


def test_the_doctor_says_that_the_store_is_away(away: None) -> None:
    level, message = look()
    assert level == "error" and "Could not connect to the endpoint URL" in message


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"media_region": "eu-central-1"}, "MEDIA_REGION is set without MEDIA_BUCKET"),
        ({"media_bucket": "a", "media_access_key": "b"}, "MEDIA_SECRET_KEY belong together"),
        ({"media_bucket": "a", "media_accel": "/internal-media/"}, "MEDIA_ACCEL is for files on a disk"),
        ({"media_bucket": "a", "media_endpoint": "s3.example.org"}, "MEDIA_ENDPOINT must start with http"),
    ],
)
def test_settings_that_contradict_each_other_are_refused(given: dict[str, str], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        Environment.model_validate(given)


def test_settings_become_a_store(tmp_path: Path) -> None:
    secret = tmp_path / "media-secret-key"
    secret.write_text("s" * 40)
    secret.chmod(0o400)
    given = {"media_bucket": "media", "media_access_key": "key", "media_secret_key_file": str(secret)}
    made = build_media_storage(Environment.model_validate(given))
    store = ObjectStore(**made["OPTIONS"])
    assert (store.bucket_name, store.access_key, store.secret_key) == ("media", "key", "s" * 40)
    assert build_media_storage(Environment.model_validate({}))["BACKEND"].endswith("FileSystemStorage")
