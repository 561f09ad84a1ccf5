"""Pictures and documents: named renditions only, and none is ever made by reading."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import graphene
from django.conf import settings
from django.db import connection

from cms.media.models import Image, Rendition, image_presets
from cms.media.picture_sets import list_specs
from content_api.access.sites import media_url
from content_api.model.batching import load


@dataclass(frozen=True)
class Picture:
    """A rendition of an image. Sizes in pixels."""

    name: str
    url: str
    width: int
    height: int
    alt: str


@dataclass(frozen=True)
class ImageSource:
    """For a `<source>` of a `<picture>`. type: its media type. srcset: addresses with their widths in pixels."""

    type: str
    srcset: str


@dataclass(frozen=True, slots=True)
class Made:
    """A rendition that is there. file: its name in the storage."""

    file: str
    width: int
    height: int

    @property
    def url(self) -> str:
        return media_url(Rendition._meta.get_field("file").storage.url(self.file))  # type: ignore[union-attr]


RENDITIONS = (
    f'SELECT image_id, filter_spec, file, width, height FROM "{Rendition._meta.db_table}" '  # noqa: S608
    "WHERE image_id = ANY(%s::bigint[]) AND filter_spec = ANY(%s::text[]) ORDER BY id"
)
"""The same text each time, so that it is prepared. No rule of visibility: those of the images were asked before."""
PRESETS = dict(settings.IMAGE_PRESETS)  # a schema is built late; it must tell of the names that it was given

ImagePreset = graphene.Enum(
    "ImagePreset",
    [(name.upper(), name) for name in PRESETS],
    description=lambda value: preset_text(value),
)


def preset_text(value: Any) -> str:
    """What a preset makes, in Wagtail's own filter syntax."""
    return f"`{PRESETS[value.value]}`" if value else "The available renditions of every image."


def picture(image: Image, name: str) -> Picture | None:
    """The rendition `name` of a picture, loaded once for all pictures that came together; None before it is made."""
    renditions = load(image, ("renditions",), load_renditions, {})
    row = renditions.get("original" if image.is_svg() else image_presets()[name])
    if row is None:
        return None
    return Picture(name, row.url, row.width, row.height, image.default_alt_text)


def list_sources(image: Image) -> list[ImageSource]:
    """The formats of a picture set that are made, the smallest files first."""
    renditions = load(image, ("renditions",), load_renditions, {})
    found = []
    for name, specs in list_specs(image).items():
        made = [(renditions[spec], width) for width, spec in specs if spec in renditions]
        if made:
            srcset = ", ".join(f"{row.url} {width}w" for row, width in made)
            found.append(ImageSource(f"image/{name}", srcset))
    return found


def load_renditions(images: list[Image]) -> Mapping[Any, dict[str, Made]]:
    """Every named rendition of the pictures, by picture and filter, in one statement."""
    sets = {spec for image in images for each in list_specs(image).values() for _, spec in each}
    specs = sorted({*image_presets().values(), *sets, "original"})
    found: dict[Any, dict[str, Made]] = {image.pk: {} for image in images}
    for key, spec, *made in connection.read_rows(RENDITIONS, [[*found], specs]):  # type: ignore[attr-defined]
        found[key][spec] = Made(*made)
    return found
