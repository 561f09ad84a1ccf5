"""Where files of media are kept: on disk, or in a bucket. Django's form of MEDIA_BUCKET and what belongs to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cms.config.settings.env import Environment

__all__ = ["FOLDERS", "build_media_storage", "check_media_settings"]

DISK = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
FOLDERS = {"media": "media", "imports": "imports"}
"""What lies below which prefix of the bucket."""


def build_media_storage(env: Environment) -> dict[str, Any]:
    """STORAGES["default"]. Nobody reads a bucket but the site, which asks who may see a file."""
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


def check_media_settings(env: Environment) -> None:
    """Raise ValueError for settings that contradict each other, or of which half is missing."""
    more = [name for name in ("media_endpoint", "media_region", "media_access_key", "media_secret_key")
            if getattr(env, name)]  # fmt: skip
    if more and not env.media_bucket:
        raise ValueError(f"{more[0].upper()} is set without MEDIA_BUCKET: name the bucket, or remove it")
    if bool(env.media_access_key) != bool(env.media_secret_key):
        raise ValueError("MEDIA_ACCESS_KEY and MEDIA_SECRET_KEY belong together: set both, or neither")
    if env.media_bucket and env.media_accel:
        raise ValueError(
            "MEDIA_ACCEL is for files on a disk, and MEDIA_BUCKET keeps them in a bucket: remove one"
        )
