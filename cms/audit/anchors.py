"""Anchors: the end of the chain, written every hour to a place that the database's owner cannot change.

Without them, somebody who may do everything in the database could compute a whole new chain.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from cms.audit.chain import Fault, seal_events
from cms.audit.models import AuditLink
from cms.http.outgoing import FetchRefused, fetch

__all__ = ["AnchorError", "check_anchors", "write_anchor"]

OFF = "Switched off: neither AUDIT_ANCHOR_FILE nor AUDIT_ANCHOR_URL is set."


class AnchorError(Exception):
    """An anchor could not be written or read; the message says where and why."""


def write_anchor() -> str:
    """Seal what is new and write the end of the chain where the settings say; a line for the log."""
    if not (settings.AUDIT_ANCHOR_FILE or settings.AUDIT_ANCHOR_URL):
        return OFF
    seal_events()
    last = AuditLink.objects.order_by("-position").first()
    if last is None:
        return "The log is empty: there is nothing to anchor."
    anchor = {"at": timezone.now().isoformat(), "position": last.position, "hash": bytes(last.hash).hex()}
    line = json.dumps(anchor)
    if settings.AUDIT_ANCHOR_FILE:
        append_line(Path(settings.AUDIT_ANCHOR_FILE), line)
    if settings.AUDIT_ANCHOR_URL:
        post_line(settings.AUDIT_ANCHOR_URL, line)
    return f"Position {last.position} anchored"


def append_line(file: Path, line: str) -> None:
    try:
        with file.open("a") as out:
            out.write(line + "\n")
    except OSError as error:
        raise AnchorError(f"The audit log could not be anchored in {file}: {error.strerror}.") from error


def post_line(url: str, line: str) -> None:
    try:
        answer = fetch(url, "POST", headers={"Content-Type": "application/json"}, body=line.encode())
    except FetchRefused as error:
        raise AnchorError(f"The audit log could not be anchored: {error}") from error
    if answer.status >= 300:
        raise AnchorError(f"The audit log could not be anchored: the server answered {answer.status}.")


def check_anchors(file: Path) -> Iterator[Fault]:
    """What the chain no longer says as it was when these anchors were written, line by line of the file."""
    for number, line in enumerate(read_lines(file), 1):
        try:
            anchor = json.loads(line)
            position, digest = int(anchor["position"]), bytes.fromhex(anchor["hash"])
        except (ValueError, KeyError, TypeError) as error:
            raise AnchorError(f"Line {number} of {file} is not an anchor.") from error
        link = AuditLink.objects.filter(position=position).first()
        if link is None:
            yield Fault(position, 0, f"the chain ends before it; line {number} of the anchors knows it.")
        elif bytes(link.hash) != digest:
            yield Fault(
                position, link.event_id, f"the chain was rewritten; see line {number} of the anchors."
            )


def read_lines(file: Path) -> list[str]:
    try:
        return file.read_text().splitlines()
    except OSError as error:
        raise AnchorError(f"{file} could not be read: {error.strerror}.") from error
