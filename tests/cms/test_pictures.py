"""Pictures have the size that browsers show, and one whose animation would be lost is refused."""

from __future__ import annotations

from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from PIL import ExifTags, Image as PillowImage

from cms.media.models import Image
from tests.content_api.client import ask
from tests.factories.content import make_image, make_site, make_vendor, png
from tests.support.admin import find_errors, sign_in_client
from tests.support.importing import counts, ndjson, reasons, run_import

pytestmark = pytest.mark.django_db
SIZES = "{ vendors { nodes { logo { width height rendition(preset: LARGE) { width height } } } } }"


@pytest.fixture(autouse=True)
def site() -> Any:
    return make_site()


def picture(orientation: int = 1, name: str = "JPEG", **options: Any) -> bytes:
    """400 pixels wide and 200 high as stored."""
    exif, out = PillowImage.Exif(), BytesIO()
    exif[ExifTags.Base.Orientation] = orientation
    PillowImage.new("RGB", (400, 200), "teal").save(out, name, exif=exif, **options)
    return out.getvalue()


def upload(data: bytes, suffix: str = "jpg") -> Any:
    file = SimpleUploadedFile(f"photo.{suffix}", data)
    return sign_in_client().post("/admin/images/add/", {"title": "Photo", "file": file, "collection": "1"})


ORIENTED = [
    (1, "JPEG", (400, 200)), (3, "JPEG", (400, 200)), (5, "JPEG", (200, 400)), (6, "JPEG", (200, 400)),
    (8, "JPEG", (200, 400)), (99, "JPEG", (400, 200)), (6, "WEBP", (200, 400)), (7, "PNG", (200, 400)),
]  # fmt: skip


@pytest.mark.parametrize(("orientation", "name", "size"), ORIENTED)
def test_a_picture_has_the_size_of_its_renditions(
    orientation: int, name: str, size: tuple[int, int], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        assert upload(picture(orientation, name), name.lower().replace("jpeg", "jpg")).status_code == 302
    make_vendor("Acme", logo=Image.objects.get())
    [node] = ask(Client(), SIZES)["vendors"]["nodes"]
    shown = {"width": size[0], "height": size[1]}
    assert node["logo"] == {**shown, "rendition": shown}


@pytest.mark.parametrize("dry_run", [False, True])
def test_an_imported_picture_has_the_same_size(tmp_path: Path, dry_run: bool) -> None:
    (tmp_path / "photo.jpg").write_bytes(picture(6))
    path = ndjson(tmp_path, {"kind": "image", "path": "photo.jpg", "title": "Photo"})
    assert counts(run_import(path, dry_run=dry_run))[0] == 1
    assert list(Image.objects.values_list("width", "height")) == ([] if dry_run else [(200, 400)])


def test_stored_pictures_are_corrected_by_a_command(django_capture_on_commit_callbacks: Any) -> None:
    upload(picture(6))
    upload(picture(1))
    turned, upright = Image.objects.order_by("pk")
    point = {"focal_point_x": 100, "focal_point_y": 50, "focal_point_width": 40, "focal_point_height": 20}
    Image.objects.filter(pk=turned.pk).update(width=400, height=200, **point)
    assert correct("--dry-run") == "1 images would be corrected, 0 could not be read.\n"
    assert Image.objects.get(pk=turned.pk).width == 400
    with django_capture_on_commit_callbacks(execute=True):
        assert correct() == "1 images corrected, 0 could not be read.\n"
    found = Image.objects.get(pk=turned.pk)
    assert (found.width, found.height, found.renditions.count()) == (200, 400, 6)
    assert [getattr(found, name) for name in point] == [50, 100, 20, 40]
    assert (Image.objects.get(pk=upright.pk).width, correct()[:2]) == (400, "0 ")


def correct(*words: str) -> str:
    out = StringIO()
    call_command("orient_images", *words, stdout=out)
    return out.getvalue()


def frames(name: str, count: int) -> bytes:
    out, colours = BytesIO(), ["red", "green", "blue"][:count]
    first, *others = [PillowImage.new("RGB", (40, 20), each) for each in colours]
    first.save(
        out, name, save_all=count > 1, append_images=others, **({"duration": 100} if count > 1 else {})
    )
    return out.getvalue()


@pytest.mark.parametrize("name", ["GIF", "WEBP", "PNG"])
def test_animated_pictures_are_refused(name: str, tmp_path: Path) -> None:
    assert "is animated, but the site shows only the first frame" in find_errors(
        upload(frames(name, 3), name.lower())
    )
    (tmp_path / f"a.{name.lower()}").write_bytes(frames(name, 2))
    run = run_import(ndjson(tmp_path, {"kind": "image", "path": f"a.{name.lower()}", "title": "A"}))
    assert counts(run)[0] == 0 and "is animated" in str(reasons(run)) and not Image.objects.exists()


def test_still_pictures_and_photographs_of_several_views_are_kept() -> None:
    for name, suffix in (("GIF", "gif"), ("WEBP", "webp"), ("PNG", "png"), ("MPO", "jpg")):
        assert upload(frames(name, 3 if name == "MPO" else 1), suffix).status_code == 302, name
    assert Image.objects.count() == 4


def test_alternative_text_and_credit_are_asked_for_right_after_an_upload() -> None:
    client = sign_in_client("Editor")
    answer = client.post(
        "/admin/images/multiple/add/", {"files[]": SimpleUploadedFile("a.png", png().getvalue())}
    ).json()
    form = BeautifulSoup(answer["form"], "html.parser")
    assert {"Alternative text", "Credit"} <= {each.get_text(" ", strip=True) for each in form.select("label")}
    image = Image.objects.get()
    sent = {"title": "Harbour", "description": "A harbour at night.", "credit": "Photo: Ada", "tags": ""}
    fields = {
        f"image-{image.pk}-{name}": value
        for name, value in {**sent, "collection": image.collection_id}.items()
    }
    address = f"/admin/images/multiple/{image.pk}/"
    assert client.post(address, fields, headers={"X-Requested-With": "XMLHttpRequest"}).json()["success"]
    image.refresh_from_db()
    assert (image.default_alt_text, image.credit) == ("A harbour at night.", "Photo: Ada")
    too_long = {**fields, f"image-{image.pk}-credit": "x" * 256}
    assert not client.post(address, too_long, headers={"X-Requested-With": "XMLHttpRequest"}).json()[
        "success"
    ]


@pytest.mark.parametrize("address", ["/admin/images/{key}/", "/admin/images/chooser/"])
def test_the_other_forms_for_pictures_ask_for_both(address: str) -> None:
    page = sign_in_client("Editor").get(address.format(key=make_image().pk)).content.decode()
    assert "Alternative text" in page and "Credit" in page
