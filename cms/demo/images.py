"""Draws the demo's pictures: a logo tile and wide covers, each derived from a slug and always the same.

The shapes are abstract on purpose: no picture resembles the real mark of a company.
"""

import hashlib
import json
import os
import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFont, ImageOps

from cms.demo import FILES
from cms.demo.patterns import COVER_PATTERNS, LOGO_PATTERNS, Colour, palette

LOGO_SIZE = (320, 320)
COVER_SIZE = (1280, 720)
COVER_SUFFIX = "-cover"
SMOOTHING = 2
"""Pictures are drawn this many times larger and reduced, which smooths their edges."""


def logo(slug: str, label: str) -> bytes:
    """A square PNG of 320 pixels: the initials of `label` on the colours and pattern of `slug`."""
    dice, colours = _dice(slug), palette(_dice(f"palette {slug}"))
    size = _enlarge_size(LOGO_SIZE)
    picture = _gradient(size, colours[0], colours[1])
    dice.choice(LOGO_PATTERNS)(ImageDraw.Draw(picture), size, dice, colours)
    draw = ImageDraw.Draw(picture)
    draw.text(
        (size[0] / 2, size[1] / 2),
        _initials(label),
        font=ImageFont.load_default(size=size[0] * 42 // 100),
        fill=(255, 255, 255),
        anchor="mm",
        stroke_width=size[0] // 128,
        stroke_fill=(255, 255, 255),
    )
    return _png(picture)


def cover(slug: str, label: str) -> bytes:
    """A wide PNG of 1280 by 720 pixels: an abstract picture of `slug` with `label` in its corner."""
    dice, colours = _dice(f"cover {slug}"), palette(_dice(f"palette {slug}"))
    size = _enlarge_size(COVER_SIZE)
    picture = _gradient(size, colours[2], colours[0])
    dice.choice(COVER_PATTERNS)(ImageDraw.Draw(picture), size, dice, colours)
    ImageDraw.Draw(picture).text(
        (size[0] * 0.04, size[1] * 0.93),
        label,
        font=ImageFont.load_default(size=size[1] // 18),
        fill=(255, 255, 255),
        anchor="ls",
    )
    return _png(picture)


def write_images(folder: Path) -> int:
    """Draw every picture the catalogue refers to that `folder` lacks; the number of files written."""
    missing = [
        (folder / path, label) for path, label in referenced_images().items() if not (folder / path).exists()
    ]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(_write_image, missing))
    return len(missing)


def _write_image(image: tuple[Path, str]) -> None:
    target, label = image
    target.parent.mkdir(parents=True, exist_ok=True)
    slug = target.stem.removesuffix(COVER_SUFFIX)
    target.write_bytes(cover(slug, label) if target.stem.endswith(COVER_SUFFIX) else logo(slug, label))


def referenced_images() -> dict[str, str]:
    """Each image path in the catalogue with the name of the first record that uses it."""
    found: dict[str, str] = {}
    for file in FILES:
        for line in file.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            for path in _image_paths(record):
                found.setdefault(path, record.get("name") or record["title"])
    return found


def _image_paths(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (value[key] for key in ("logo", "image") if isinstance(value.get(key), str))
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _image_paths(item)


def _dice(seed: str) -> random.Random:
    return random.Random(hashlib.sha256(seed.encode()).digest())


def _initials(label: str) -> str:
    words = [word for word in label.replace("-", " ").split() if word[0].isalnum()]
    if len(words) > 1:
        return (words[0][0] + words[1][0]).upper()
    return words[0][:2].capitalize()


def _enlarge_size(size: tuple[int, int]) -> tuple[int, int]:
    return size[0] * SMOOTHING, size[1] * SMOOTHING


def _gradient(size: tuple[int, int], top: Colour, bottom: Colour) -> Image.Image:
    shades = Image.linear_gradient("L").resize((1, size[1]))
    return ImageOps.colorize(shades, _hex(top), _hex(bottom)).resize(size, Image.Resampling.NEAREST)


def _hex(colour: Colour) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)


def _png(picture: Image.Image) -> bytes:
    stream = BytesIO()
    picture.reduce(SMOOTHING).save(stream, "PNG", compress_level=3)
    return stream.getvalue()
