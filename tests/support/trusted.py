"""Trusted documents in tests: manifests, the command, and asking by id."""

from __future__ import annotations

import hashlib
import json
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.test import Client

TEXT = "query Titles($first: Int = 3) { solutions(first: $first) { nodes { title summary } } }"
OTHER = "query Names { site { name } }"

DEAR = "query Dear($first: Int = 100) { solutions(first: $first) { nodes { reviews(first: 10) { nodes { title } } } } }"
"""1100 points: more than the default limit of anonymous clients."""
ALIASED = "query Aliased { site { " + " ".join(f"a{n}: name" for n in range(31)) + " } }"
"""One alias more than the limit of anonymous clients."""


def build_document_id(text: str) -> str:
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def manifest(*texts: str, owner: str = "theme") -> dict[str, Any]:
    return {"documents": [{"id": build_document_id(text), "owner": owner, "text": text} for text in texts]}


def run(*words: str, **options: Any) -> str:
    """What manage.py trusted_documents writes."""
    told = StringIO()
    call_command("trusted_documents", *words, **{"stdout": told, "stderr": StringIO(), **options})
    return told.getvalue()


def register_documents(folder: Path, *texts: str, release: str = "1.0.0", owner: str = "theme") -> str:
    """Register documents by the command; what it told."""
    file = folder / "manifest.json"
    file.write_text(json.dumps(manifest(*texts, owner=owner)))
    return run("register", "--release", release, manifest=file)


def get(client: Client, text: str, **parameters: str) -> Any:
    """Ask for a document by its id."""
    return client.get("/graphql", {"documentId": build_document_id(text), **parameters})
