"""The text behind the hash of a registered document, and how often it is asked for.

Every process remembers what it looked up, so a document that was seen before costs no SQL. Its uses are counted in
memory and written at most once in PAUSE: a process that ends loses the count of its last minute, never the minute in
which a document was last used. A document that was removed is forgotten at the next such write.
"""

from __future__ import annotations

import re
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock

from django.db.models import F
from django.utils import timezone

from content_api.errors import RequestRefused
from content_api.models import TrustedDocument

__all__ = ["forget_all", "get_remembered_text", "load_text", "parse_document_id"]

ID = re.compile(r"(?:sha256:)?([0-9a-f]{64})")
REMEMBERED = 1_000
PAUSE = 60.0
"""Seconds between two writes of one document's uses by one process."""


@dataclass(slots=True)
class CachedText:
    """written: when its uses were last written, on the monotonic clock."""

    text: str
    uses: int = 0
    written: float = field(default=float("-inf"))


class DocumentCache:
    """The documents that were asked for last."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.documents: OrderedDict[str, CachedText] = OrderedDict()
        self.lock = Lock()

    def use(self, digest: str) -> tuple[str, int] | None:
        """The text, and how many uses have to be written now; None when it is not remembered."""
        now = time.monotonic()
        with self.lock:
            known = self.documents.get(digest)
            if known is None:
                return None
            self.documents.move_to_end(digest)
            known.uses += 1
            due = known.uses if now - known.written >= PAUSE else 0
            if due:
                known.uses, known.written = 0, now
            return known.text, due

    def remember(self, digest: str, text: str) -> None:
        with self.lock:
            self.documents.setdefault(digest, CachedText(text))
            while len(self.documents) > self.size:
                self.documents.popitem(last=False)

    def forget(self, digest: str) -> None:
        with self.lock:
            self.documents.pop(digest, None)

    def clear(self) -> None:
        with self.lock:
            self.documents.clear()


_memory = DocumentCache(REMEMBERED)
forget_all = _memory.clear


def parse_document_id(document_id: str) -> str:
    """The hash that a documentId names, with its prefix or bare, as some clients send it. RequestRefused for others."""
    matched = ID.fullmatch(document_id)
    if matched is None:
        raise RequestRefused(
            400,
            "`documentId` must be the SHA-256 of a registered text: sha256: and 64 hexadecimal digits in lower case.",
        )
    return matched[1]


def load_text(digest: str) -> str | None:
    """The text of a registered document, whose use is counted; None when there is none."""
    return get_remembered_text(digest) or (get_remembered_text(digest) if load_document(digest) else None)


def load_document(digest: str) -> bool:
    """Whether the database has a document; it is remembered then."""
    text = TrustedDocument.objects.filter(pk=digest).values_list("text", flat=True).first()
    if text is not None:
        _memory.remember(digest, text)
    return text is not None


def get_remembered_text(digest: str) -> str | None:
    """The text of a document that is remembered and still registered."""
    found = _memory.use(digest)
    if found is None:
        return None
    text, due = found
    if due and not add_uses(digest, due):
        _memory.forget(digest)
        return None
    return text


def add_uses(digest: str, uses: int) -> bool:
    """Add uses to a document; whether it is registered still."""
    changes = {"uses": F("uses") + uses, "last_used_at": timezone.now()}
    return bool(TrustedDocument.objects.filter(pk=digest).update(**changes))
