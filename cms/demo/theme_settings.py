"""What the demo and its website have to know of each other: addresses, a key, and the secret of revalidation calls."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

from django.conf import settings

from cms.demo.theme import FOLDER, Theme, load_secret
from cms.identity.api_keys import create_server_key, list_valid_keys
from cms.identity.key_tokens import get_prefix, is_well_formed
from cms.identity.models import ApiKey
from cms.services.valkey import write_private

__all__ = ["build_theme", "connect_theme"]

NAME = "demo website"
CALLS = "AIXPLORE_PLUGIN_NEXTJS_REVALIDATE__"


def build_theme(port: int, theme_port: int, folder: Path = FOLDER) -> Theme:
    """The theme in a folder that reads the demo at `port`, with its key and its secret."""
    address, api = f"http://127.0.0.1:{theme_port}", f"http://127.0.0.1:{port}/graphql"
    environment = {
        "API_URL": api, "API_KEY": load_key(find_file("key")), "SITE_URL": address,
        "REVALIDATE_SECRET": load_secret(find_file("secret")), "NEXT_TELEMETRY_DISABLED": "1", "CHECK_TYPES": "0",
    }  # fmt: skip
    return Theme(folder, theme_port, environment)


def find_file(name: str) -> Path:
    return Path(settings.STATIC_ROOT).parent / f"demo-website-{name}"


def load_key(file: Path) -> str:
    """The server key of the website, made at the first start and again when the database does not know it."""
    secret = file.read_text().strip() if file.exists() else ""
    prefix = get_prefix(secret) if is_well_formed(secret) else ""
    if not list_valid_keys().filter(name=NAME, prefix=prefix).exists():
        ApiKey.objects.filter(name=NAME, owner=None).delete()
        _, secret = create_server_key(NAME)
        write_private(file, secret)
    return secret


def connect_theme(theme: Theme) -> Mapping[str, str]:
    """Let links lead to the website; the variables by which other processes of the demo do the same, and tell it of
    changes."""
    address = theme.address.rstrip("/")
    settings.FRONTEND_URL = address
    host = address.removeprefix("http://")
    allowed = ",".join(filter(None, (os.environ.get("OUTGOING_ALLOWED_HOSTS", ""), host)))
    return {
        "FRONTEND_URL": address,
        "OUTGOING_ALLOWED_HOSTS": allowed,
        f"{CALLS}ADDRESSES": json.dumps([f"{address}/api/revalidate/"]),
        f"{CALLS}SECRET": theme.environment["REVALIDATE_SECRET"],
    }
