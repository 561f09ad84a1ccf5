#!/usr/bin/env bash
# Wagtail 8.0.1 with Willow 1.12.0 and filetype 1.2.0: a valid animated PNG (APNG), which browsers and Pillow read as a
# PNG, is rejected on upload as "not an image or a corrupted image". filetype reports it as image/apng, and Willow has no
# image class for that type; a still PNG of the same pixels is accepted.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  wagtail==8.0.1 willow==1.12.0 filetype==1.2.0 pillow==13.0.0 django==5.2.19

"$folder/venv/bin/python" - <<'PYTHON'
import io
from importlib.metadata import version

import django
from django.conf import settings

settings.configure(
    INSTALLED_APPS=[
        "django.contrib.contenttypes", "django.contrib.auth", "taggit", "modelsearch", "wagtail.search",
        "wagtail.images", "wagtail.users", "wagtail.admin", "wagtail",
    ],
    SECRET_KEY="finding", STATIC_URL="/static/", WAGTAIL_SITE_NAME="finding",
)
django.setup()

import filetype
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from wagtail.images.fields import WagtailImageField


def draw(frames: int) -> bytes:
    images = [Image.new("RGB", (8, 8), (80 * number, 0, 0)) for number in range(frames)]
    out = io.BytesIO()
    images[0].save(out, "PNG", save_all=frames > 1, append_images=images[1:], duration=100)
    return out.getvalue()


def upload(content: bytes) -> str:
    try:
        WagtailImageField().to_python(SimpleUploadedFile("picture.png", content))
    except ValidationError as error:
        return " ".join(error.messages)
    return "accepted"


still, animated = draw(1), draw(3)
with Image.open(io.BytesIO(animated)) as image:
    image.verify()
    print(f"Pillow {version('pillow')} reads the animation as {image.format} with {image.n_frames} frames")
print(f"filetype {version('filetype')}: still {filetype.guess_mime(still)}, animated {filetype.guess_mime(animated)}")
answers = upload(still), upload(animated)
print(f"Wagtail {version('wagtail')}: still {answers[0]}; animated: {answers[1]}")
assert filetype.guess_mime(animated) == "image/apng"
assert answers[0] == "accepted" and "corrupted image" in answers[1], "the behaviour has changed"
PYTHON
