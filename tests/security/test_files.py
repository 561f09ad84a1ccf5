"""Files that people upload: what is refused, how the rest is sent, and to whom."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image as PillowImage, PngImagePlugin
from wagtail.models import Collection, CollectionViewRestriction

from cms.media.models import Document, Image
from tests.factories.content import make_document, make_image, make_site, make_user, png
from tests.support.admin import sign_in_client

pytestmark = pytest.mark.django_db
SCRIPT = b"<script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><html><body>" + SCRIPT


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def raw_png(width: int, height: int, *extra: bytes) -> bytes:
    """A PNG that says it has this size, and holds a few rows."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    rows = zlib.compress(b"\0" * (1 + 3 * width) * min(height, 10))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(extra) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def commented_png() -> bytes:
    note = PngImagePlugin.PngInfo()
    note.add_text("Comment", SCRIPT.decode())
    buffer = BytesIO()
    PillowImage.new("RGB", (4, 4)).save(buffer, "PNG", pnginfo=note)
    return buffer.getvalue()


def gif() -> bytes:
    buffer = BytesIO()
    PillowImage.new("RGB", (4, 4)).save(buffer, "GIF")
    return buffer.getvalue()


BOMB = b"x\0\0" + zlib.compress(b"a" * 70_000_000)
PICTURES = {
    "svg": ("a.svg", SVG, "Not a supported image format"),
    "html": ("a.html", HTML, "valid image"),
    "svg called png": ("a.png", SVG, "does not match"),
    "html called png": ("a.png", HTML, "valid image"),
    "html called jpg": ("a.jpg", HTML, "valid image"),
    "html after a png": ("a.png", png().getvalue() + HTML, "HTML or a script"),
    "script in a comment": ("a.png", commented_png(), "HTML or a script"),
    "script after a gif": ("a.gif", gif() + b"/*" + SCRIPT, "HTML or a script"),
    "svg after a png": ("a.png", png().getvalue() + b"<SVG x='1'\nonload = 'alert(1)'>", "HTML or a script"),
    "gif called png": ("a.png", gif(), "does not match"),
    "too many pixels": ("a.png", raw_png(8000, 8000), "too many pixels"),
    "a bomb of pixels": ("a.png", raw_png(60_000, 60_000), "too many pixels"),
    "a bomb in a comment": ("a.png", raw_png(10, 10, chunk(b"zTXt", BOMB)), "valid image"),
    "a bomb in a profile": ("a.png", raw_png(10, 10, chunk(b"iCCP", BOMB)), "valid image"),
    "too large": ("a.png", png().getvalue() + b"\0" * (10 * 1024 * 1024), "too big"),
    "empty": ("a.png", b"", "empty"),
    "double extension": ("a.png.html", png().getvalue(), "Not a supported image format"),
}
DOCUMENTS = {
    "html": ("a.html", HTML, "extension"),
    "svg": ("a.svg", SVG, "extension"),
    "html called pdf": ("a.pdf", HTML, "not a .pdf file"),
    "html before a pdf": ("a.pdf", b"<html>\n%PDF-1.7", "not a .pdf file"),
    "html called txt": ("a.txt", b"\xef\xbb\xbf \n" + HTML, "contains markup"),
    "svg called csv": ("a.csv", SVG, "contains markup"),
    "program called zip": ("a.zip", b"MZ\x90\0", "not a .zip file"),
    "program called docx": ("a.docx", b"\x7fELF", "not a .docx file"),
    "too large": ("a.txt", b"a" * (20 * 1024 * 1024 + 1), "too big"),
}  # fmt: skip


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Path) -> None:
    """Files that are written; those of other tests are kept in memory."""
    settings.MEDIA_ROOT = tmp_path
    stored = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    settings.STORAGES = settings.STORAGES | {"default": stored}


@pytest.fixture
def admin() -> Client:
    make_site()
    return sign_in_client("Editor")


def upload_in_chooser(client: Client, kind: str, name: str, data: bytes) -> Any:
    """Upload in the window of a chooser, which has a form of one file."""
    fields = {
        f"{kind[:-1]}-chooser-upload-title": "Upload",
        f"{kind[:-1]}-chooser-upload-file": SimpleUploadedFile(name, data),
        f"{kind[:-1]}-chooser-upload-collection": Collection.get_first_root_node().pk,
    }
    return client.post(f"/admin/{kind}/chooser/create/", fields)


@pytest.mark.parametrize("case", PICTURES)
def test_a_picture_that_is_not_one_is_refused_at_its_field(case: str, admin: Client) -> None:
    name, data, said = PICTURES[case]
    answer = upload_in_chooser(admin, "images", name, data)
    assert answer.status_code == 200
    assert said in read_errors(answer)
    assert not Image.objects.exists()


@pytest.mark.parametrize("case", DOCUMENTS)
def test_a_document_that_is_not_what_it_says_is_refused_at_its_field(case: str, admin: Client) -> None:
    name, data, said = DOCUMENTS[case]
    errors = read_errors(upload_in_chooser(admin, "documents", name, data))
    assert said in errors and "“”" not in errors
    assert not Document.objects.exists()


def test_what_is_as_it_says_is_taken(admin: Client) -> None:
    upload_in_chooser(admin, "images", "a.png", png().getvalue())
    upload_in_chooser(admin, "images", "a.gif", gif())
    for name, data in {
        "a.pdf": b"%PDF-1.7\n",
        "a.txt": b"1 < 2",
        "a.csv": b"a,b\n",
        "a.docx": b"PK\x03\x04",
    }.items():
        upload_in_chooser(admin, "documents", name, data)
    assert (Image.objects.count(), Document.objects.count()) == (2, 4)


@pytest.mark.parametrize("case", ["svg called png", "html after a png", "a bomb in a comment"])
def test_the_form_for_many_pictures_refuses_as_well(case: str, admin: Client) -> None:
    name, data, _ = PICTURES[case]
    answer = admin.post("/admin/images/multiple/add/", {"files[]": SimpleUploadedFile(name, data)})
    assert answer.json()["success"] is False and answer.json()["error_message"]
    assert not Image.objects.exists()


def read_errors(answer: Any) -> str:
    """The errors at the field of the file, in a chooser's answer."""
    page = BeautifulSoup(answer.json()["htmlFragment"], "html.parser")
    (field,) = page.select("[data-field-wrapper]:has(input[type=file])")
    return " ".join(each.get_text(" ", strip=True) for each in field.select(".error-message"))


def fetch(path: str, client: Client | None = None) -> Any:
    """The answer to GET, read to its end, as `body`."""
    answer = (client or Client()).get(path)
    answer.body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer


def collection(kind: str = "", *groups: Group) -> Collection:
    """A collection below a private one; the inner carries no restriction of its own."""
    root = Collection.get_first_root_node().add_child(name="Private")
    if kind:
        made = CollectionViewRestriction.objects.create(collection=root, restriction_type=kind, password="x")
        made.groups.set(groups)
    return root.add_child(name="Below")


def list_paths(image: Image) -> list[str]:
    return [image.file.url, *(rendition.file.url for rendition in image.renditions.all())]


@pytest.fixture
def picture(django_capture_on_commit_callbacks: Any) -> Any:
    def make(kind: str = "", *groups: Group) -> Image:
        with django_capture_on_commit_callbacks(execute=True):
            return make_image("Harbour", collection(kind, *groups))

    make_site()
    return make


def test_pictures_are_shown_to_everybody_with_care(picture: Any) -> None:
    image = picture()
    assert len(list_paths(image)) > 3
    for path in list_paths(image):
        answer = fetch(path)
        assert answer.status_code == 200 and answer.body
        assert answer["Content-Type"] in {"image/png", "image/webp", "image/avif"}
        assert answer["Content-Disposition"] == "inline" and answer["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer["Content-Security-Policy"]
        assert answer["Cache-Control"] == "public, max-age=3600" and "Cookie" not in answer.get("Vary", "")
        assert Client().post(path).status_code == 405


@pytest.mark.parametrize("kind", ["password", "login", "groups"])
def test_files_of_a_private_collection_are_not_there_for_strangers(kind: str, picture: Any) -> None:
    image = picture(kind)
    document = make_document("Plan", image.collection)
    for path in list_paths(image):
        assert Client().get(path).status_code == 404
    answer = fetch(document.url)
    assert answer.status_code == (200 if kind == "password" else 404)
    assert answer.body != b"text" and "attachment" not in answer.get("Content-Disposition", "")
    assert Client().get(f"/media/{document.file.name}").status_code == 404


def test_files_of_a_private_collection_are_there_for_whoever_may(picture: Any) -> None:
    group = Group.objects.create(name="Members")
    image = picture("groups", group)
    document = make_document("Plan", image.collection)
    member, other = make_user("member", groups=("Members",)), make_user("other")
    for user, status in ((member, 200), (other, 404)):
        client = Client()
        client.force_login(user)
        answers = [fetch(path, client) for path in (*list_paths(image), document.url)]
        assert {answer.status_code for answer in answers} == {status}
        kept = "private, no-store" if status == 200 else "no-store"
        assert {answer["Cache-Control"] for answer in answers} == {kept}


def test_editors_see_the_pictures_that_they_work_with(picture: Any) -> None:
    image = picture("groups")
    for client, status in ((sign_in_client("Editor"), 200), (sign_in_client(user=make_user("nobody")), 404)):
        assert {fetch(path, client).status_code for path in list_paths(image)} == {status}


def test_a_stored_picture_that_is_a_page_can_do_nothing(picture: Any) -> None:
    """Those that were stored before anybody looked into them."""
    image = picture()
    name = image.file.storage.save("original_images/old.svg", SimpleUploadedFile("old.svg", SVG))
    Image.objects.filter(pk=image.pk).update(file=name)
    answer = fetch(f"/media/{name}")
    assert answer["Content-Disposition"] == "attachment"
    assert answer["Content-Security-Policy"] == "default-src 'none'; style-src 'unsafe-inline'; sandbox"


@pytest.mark.parametrize(
    "path", ["x.png", "../cms/config/urls.py", "original_images/", "documents/a.txt", "original_images/picture.png/x.css", "images/x.png?a"]
)  # fmt: skip
def test_nothing_else_is_sent(path: str, picture: Any) -> None:
    picture()
    assert Client().get(f"/media/{path}").status_code == 404


def test_documents_are_saved_and_never_shown_as_pages(picture: Any) -> None:
    document = make_document("Plan")
    answer = fetch(document.url)
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Security-Policy"] == "default-src 'none'"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "public, no-cache" and "Content-Encoding" not in answer
    again = Client().get(document.url, headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again["Cache-Control"]) == (304, "public, no-cache")
    assert Client().post(document.url).status_code == 405
    assert Client().get(f"{document.url}.exe")["Cache-Control"] == "no-store"


def test_no_cache_keeps_the_documents_of_a_private_collection(picture: Any) -> None:
    document = make_document("Plan", picture("password").collection)
    client = Client()
    asked = client.get(document.url)
    assert asked["Cache-Control"] == "private, no-store" and "password" in asked.content.decode()
    given = {"password": "x", "return_url": document.url}
    [form] = BeautifulSoup(asked.content, "html.parser").select("form")
    assert client.post(str(form["action"]), given).status_code == 302
    answer = fetch(document.url, client)
    assert (answer.status_code, answer.body) == (200, b"text")
    assert answer["Cache-Control"] == "private, no-store"
    again = client.get(document.url, headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again["Cache-Control"]) == (304, "private, no-store")


def test_no_size_can_be_made_up(picture: Any) -> None:
    image = picture()
    made = image.renditions.count()
    assert Client().get(f"/images/abc/{image.pk}/width-9000/").status_code in (302, 404)
    assert image.renditions.count() == made


def test_the_web_server_may_send_the_file(picture: Any, settings: Any) -> None:
    settings.MEDIA_ACCEL = "/internal-media/"
    image, private = picture(), picture("login")
    answer = Client().get(image.file.url)
    assert answer["X-Accel-Redirect"] == f"/internal-media/{image.file.name}" and not answer.content
    assert "X-Accel-Redirect" not in Client().get(private.file.url)


def test_a_picture_costs_two_statements(picture: Any, django_assert_num_queries: Any) -> None:
    path = picture("login").file.url
    with django_assert_num_queries(2):
        assert Client().get(path).status_code == 404
