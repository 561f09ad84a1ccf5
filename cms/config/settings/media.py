"""Where files of media are kept: on disk, or in a bucket. Django's form of MEDIA_BUCKET and what belongs to it."""

from __future__ import annotations

from typing import Any, Self

from pydantic import Field, model_validator
from pydantic_settings import BaseSettings

__all__ = ["FOLDERS", "MediaSettings", "build_media_storage"]

DISK = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
FOLDERS = {"media": "media", "imports": "imports"}
"""What lies below which prefix of the bucket."""


class MediaSettings(BaseSettings):
    """The bucket and how to reach it."""

    media_accel: str = Field(
        default="",
        description="Internal location of the web server, such as `/internal-media/`, from which it sends the files of "
        "media on `X-Accel-Redirect`; empty: the site sends them itself.",
    )
    media_bucket: str = Field(
        default="",
        description="Bucket of an S3-compatible store for media, below `media/`, and for uploaded imports, below "
        "`imports/`. It needs no public access: the site checks who may see a file, and sends it. Empty: files lie in "
        "`VAR_DIR`. Needs the extra `s3`.",
    )
    media_endpoint: str = Field(
        default="", description="Address of that store (`https://s3.example.org`); empty: Amazon's."
    )
    media_region: str = Field(default="", description="Region of the bucket (`eu-central-1`).")
    media_access_key: str = Field(
        default="",
        repr=False,
        description="Access key of that store. Empty: the machine's own role, or what the AWS SDK finds.",
    )
    media_secret_key: str = Field(default="", repr=False, description="The secret of that access key.")

    @model_validator(mode="after")
    def agrees_on_media(self) -> Self:
        """Refuse settings that contradict each other, or of which half is missing."""
        more = [name for name in ("media_endpoint", "media_region", "media_access_key", "media_secret_key")
                if getattr(self, name)]  # fmt: skip
        if more and not self.media_bucket:
            raise ValueError(f"{more[0].upper()} is set without MEDIA_BUCKET: name the bucket, or remove it")
        if bool(self.media_access_key) != bool(self.media_secret_key):
            raise ValueError("MEDIA_ACCESS_KEY and MEDIA_SECRET_KEY belong together: set both, or neither")
        if self.media_bucket and self.media_accel:
            raise ValueError(
                "MEDIA_ACCEL is for files on a disk, and MEDIA_BUCKET keeps them in a bucket: remove one"
            )
        return self


def build_media_storage(env: MediaSettings) -> dict[str, Any]:
    """STORAGES["default"]. The site alone reads the bucket: it asks who may see a file."""
    if not env.media_bucket:
        return DISK
    return {
        "BACKEND": "cms.media.object_store.ObjectStore",
        "OPTIONS": {
            "bucket_name": env.media_bucket,
            "endpoint_url": env.media_endpoint or None,
            "region_name": env.media_region or None,
            "access_key": env.media_access_key or None,
            "secret_key": env.media_secret_key or None,
            "location": FOLDERS["media"],
        },
    }
