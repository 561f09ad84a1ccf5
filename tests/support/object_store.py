"""A store of objects in a process of its own, which speaks S3 over HTTP."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import boto3

from cms.services.processes import accepts, free_port

__all__ = ["KEYS", "build_client", "build_options", "run_object_store"]

KEYS = {"access_key": "test-access-key", "secret_key": "test-secret-key"}
PATIENCE = 60
"""Seconds until it answers, on a busy machine."""


@contextmanager
def run_object_store() -> Iterator[str]:
    """Its address."""
    port = free_port()
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        ends = time.monotonic() + PATIENCE
        while not accepts(port):
            assert server.poll() is None and time.monotonic() < ends, "moto's server does not start"
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


def build_options(endpoint: str, bucket: str) -> dict[str, Any]:
    """What MEDIA_BUCKET and the settings beside it become."""
    return {
        "BACKEND": "cms.media.object_store.ObjectStore",
        "OPTIONS": {"bucket_name": bucket, "endpoint_url": endpoint, "region_name": "eu-central-1", "location": "media", **KEYS},
    }  # fmt: skip


def build_client(endpoint: str) -> Any:
    """A client with the site's keys."""
    return boto3.client(
        "s3", endpoint_url=endpoint, region_name="eu-central-1",
        aws_access_key_id=KEYS["access_key"], aws_secret_access_key=KEYS["secret_key"],
    )  # fmt: skip
