"""Media in a bucket of an S3-compatible store, which only the site reads: every file has its address at the site, where
it is asked who may see it (cms/media/serving.py). The store is never named to visitors."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urljoin

import structlog
from boto3.exceptions import Boto3Error
from botocore.client import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.utils.deconstruct import deconstructible
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage

from cms.http.outages import FilesUnavailable

__all__ = ["ObjectStore", "PrivateObjectStore"]

IN_MEMORY = 5 * 2**20
"""Bytes of a file that is read; a longer one is kept in the folder of temporary files meanwhile."""
CONNECT, READ, ATTEMPTS = 2, 10, 2
"""Seconds for a connection and for each answer, and how often a request is sent."""
logger = structlog.get_logger(__name__)


@deconstructible
class ObjectStore(S3Storage):
    """Files in a bucket. FilesUnavailable when the store gives no answer, or refuses: of whatever it is asked."""

    def get_default_settings(self) -> dict[str, Any]:
        own = {"file_overwrite": False, "default_acl": None, "max_memory_size": IN_MEMORY}
        return {**super().get_default_settings(), **own}

    def __init__(self, **options: Any) -> None:
        options.setdefault("client_config", build_client_config(options.get("endpoint_url")))
        super().__init__(**options)

    def url(self, name: str, *ignored: Any, **more: Any) -> str:
        """The address at the site, as of a file on disk. No address of the store is ever given out."""
        return urljoin(settings.MEDIA_URL, filepath_to_uri(name).lstrip("/"))

    def _open(self, name: str, mode: str = "rb") -> Any:
        with report_outage(self.bucket_name):
            opened = super()._open(name, mode)
            if "r" in mode:
                opened.open()  # read now, so that an outage is known before an answer has begun
            return opened

    def _save(self, name: str, content: Any) -> str:
        with report_outage(self.bucket_name):
            return str(super()._save(name, content))

    def delete(self, name: str) -> None:
        with report_outage(self.bucket_name):
            super().delete(name)

    def exists(self, name: str) -> bool:
        with report_outage(self.bucket_name):
            return bool(super().exists(name))

    def size(self, name: str) -> int:
        with report_outage(self.bucket_name):
            return int(super().size(name))

    def listdir(self, name: str) -> tuple[list[str], list[str]]:
        with report_outage(self.bucket_name):
            folders, files = super().listdir(name)
            return folders, files

    def get_modified_time(self, name: str) -> Any:
        with report_outage(self.bucket_name):
            return super().get_modified_time(name)

    def is_public(self, name: str) -> bool:
        """Whether somebody without a key may read a file: a bucket that is open to all shows private ones, too."""
        client = self.unsigned_connection.meta.client
        try:
            client.head_object(Bucket=self.bucket_name, Key=self._normalize_name(name))
        except ClientError:
            return False
        return True


@deconstructible
class PrivateObjectStore(ObjectStore):
    """Files without any address, such as uploaded imports."""

    def url(self, name: str, *ignored: Any, **more: Any) -> str:
        raise ValueError("This file is not accessible via a URL.")


def build_client_config(endpoint: str | None) -> Config:
    """How the store is asked. Others than Amazon's know neither its host names nor its newest checksums."""
    other = {"request_checksum_calculation": "when_required", "response_checksum_validation": "when_required"}
    return Config(
        connect_timeout=CONNECT,
        read_timeout=READ,
        retries={"mode": "standard", "total_max_attempts": ATTEMPTS},
        s3={"addressing_style": "path" if endpoint else "auto"},
        **(other if endpoint else {}),
    )


@contextmanager
def report_outage(bucket: str) -> Iterator[None]:
    """Errors of the store as FilesUnavailable, which says what to look at."""
    try:
        yield
    except (BotoCoreError, Boto3Error, ClientError) as error:
        logger.error("object_store_failed", bucket=bucket, reason=f"{type(error).__name__}: {error}")
        raise FilesUnavailable(f"The object store does not give or take files: {error}") from error
