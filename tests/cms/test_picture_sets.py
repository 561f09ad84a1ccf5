"""Pictures get several widths and formats and a tiny placeholder after an upload, and the API tells of them."""

from __future__ import annotations

import base64
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.core.files.images import ImageFile
from django.core.management import call_command
from django.test import Client
from PIL import Image as PillowImage

from cms.media.models import Image
from cms.media.picture_sets import prepare_image
from content_types.testing.factories import make_site, make_solution, png
from tests.content_api.client import ask, statements

pytestmark = pytest.mark.django_db
QUERY = "{ solutions { nodes { logo { placeholder sources { type srcset } } } } }"


@pytest.fixture(autouse=True)
def few_sizes(settings: Any) -> None:
    settings.IMAGE_WIDTHS, settings.IMAGE_PRESETS = (20, 40, 80), {"thumb": "fill-10x10|format-webp"}
    make_site()


def upload(size: tuple[int, int] = (60, 30), callbacks: Any = None) -> Image:
    """A picture whose worker has run, as after a request."""
    image = Image.objects.create(title="Photo", file=ImageFile(png(size), name="photo.png"))
    prepare_image.func(image.pk)
    image.refresh_from_db()
    return image


def list_sources() -> list[dict[str, str]]:
    [found] = ask(Client(), QUERY)["solutions"]["nodes"]
    return found["logo"]["sources"]


def test_every_width_that_the_picture_fills_is_made_in_each_format(settings: Any) -> None:
    make_solution(logo=upload())
    avif, webp = list_sources()
    assert (avif["type"], webp["type"]) == ("image/avif", "image/webp")
    places = [part.split(" ") for part in avif["srcset"].split(", ")]
    assert [width for _, width in places] == ["20w", "40w"]
    assert all(address.startswith(settings.WAGTAILADMIN_BASE_URL) for address, _ in places)


def test_files_have_the_width_and_format_that_they_are_listed_with() -> None:
    made = upload().renditions.filter(filter_spec__startswith="width-")
    for row in made:
        with PillowImage.open(row.file) as opened:
            assert f"width-{opened.width}|format-{(opened.format or '').lower()}" == row.filter_spec
    assert made.count() == 4


def test_a_narrow_picture_is_not_enlarged() -> None:
    make_solution(logo=upload((12, 30)))
    assert [each["srcset"].rpartition(" ")[2] for each in list_sources()] == ["12w", "12w"]


def test_the_placeholder_is_a_tiny_picture() -> None:
    head, _, data = upload((60, 30)).placeholder.partition(",")
    assert head == "data:image/webp;base64"
    with PillowImage.open(BytesIO(base64.b64decode(data))) as opened:
        assert opened.size == (16, 8)


def test_before_the_worker_there_are_none() -> None:
    make_solution(logo=Image.objects.create(title="Photo", file=ImageFile(png(), name="photo.png")))
    assert list_sources() == []


def test_a_broken_file_is_left_out_and_named_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    image = Image.objects.create(title="Photo", file=ImageFile(png(), name="photo.png"))
    image.file.storage.delete(image.file.name)
    assert prepare_image.func(image.pk) == 0
    assert Image.objects.get(pk=image.pk).placeholder == ""


def test_a_picture_that_is_gone_is_passed_over() -> None:
    assert prepare_image.func(0) == 0


def test_an_upload_gives_the_worker_its_task(django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        image = Image.objects.create(title="Photo", file=ImageFile(png(), name="photo.png"))
    image.refresh_from_db()
    assert image.placeholder and image.renditions.filter(filter_spec="width-40|format-avif").exists()


def test_the_command_makes_what_is_missing_and_counts_broken_files() -> None:
    images = [Image.objects.create(title="Photo", file=ImageFile(png(), name="photo.png")) for _ in range(3)]
    images[0].file.storage.delete(images[0].file.name)
    out = StringIO()
    call_command("make_renditions", stdout=out)
    assert out.getvalue() == "2 images have their renditions, 1 could not be read.\n"
    assert [bool(each.placeholder) for each in Image.objects.order_by("pk")] == [False, True, True]


def test_many_pictures_cost_the_statements_of_one() -> None:
    make_solution(logo=upload())
    ask(Client(), QUERY)
    one = len(statements(Client(), QUERY))
    for _ in range(5):
        make_solution(logo=upload())
    assert len(statements(Client(), QUERY)) == one
