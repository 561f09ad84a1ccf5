"""The chain of the audit log: what was changed, deleted or recomputed is found, with its place."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from cms.audit.chain import seal_events
from cms.audit.models import AuditEvent, AuditLink
from cms.audit.recording import record_event

pytestmark = pytest.mark.django_db


def run(*words: str) -> str:
    out = StringIO()
    call_command("audit", *words, stdout=out, no_color=True)
    return out.getvalue().strip()


def verify(*words: str) -> str:
    """What the command says of faults; the number of them stands in its error."""
    err = StringIO()
    with pytest.raises(CommandError) as caught:
        call_command("audit", "verify", *words, stdout=StringIO(), stderr=err)
    return f"{err.getvalue()}{caught.value}"


def tamper(text: str, *values: Any) -> None:
    """Change the log as the owner of the database can."""
    table = "audit_link" if "audit_link" in text else "audit_event"
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER audit_refuse_change")
        cursor.execute(text, values)
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER audit_refuse_change")


@pytest.fixture
def keys() -> list[int]:
    """The keys of ten sealed events."""
    seal_events(every=True)
    last = AuditLink.objects.order_by("-position").first()
    for number in range(10):
        record_event("test.happened", actor=7, number=number, text="ä\u2028" * number)
    assert seal_events() == 10
    return list(
        AuditLink.objects.filter(position__gt=last.position if last else 0)
        .order_by("position")
        .values_list("event", flat=True)
    )


def test_an_untouched_log_is_intact(keys: list[int]) -> None:
    assert run("seal") == "0 events sealed"
    assert run("verify") == f"The audit log is intact: {AuditEvent.objects.count()} events."


@pytest.mark.parametrize(
    "change",
    [
        "kind = 'test.nothing'", "actor = 8", "actor = NULL", "happened_at = happened_at + interval '1 microsecond'",
        "data = data || '{\"number\": 99}'", "target_label = ' '", "request = 'x'", "target_key = '1'",
        "target_type = 'a.b'",
    ],
)  # fmt: skip
def test_each_column_is_in_the_hash(keys: list[int], change: str) -> None:
    tamper(f"UPDATE audit_event SET {change} WHERE id = %s", keys[4])
    position = AuditLink.objects.get(event=keys[4]).position
    told = verify()
    assert f"event {keys[4]} (position {position}): it or its hash was changed." in told
    assert "1 faults" in told


def test_deleted_events_and_links_are_found(keys: list[int]) -> None:
    tamper("DELETE FROM audit_event WHERE id = %s", keys[2])
    assert f"event {keys[2]} (position" in verify() and "it was deleted." in verify()
    tamper("DELETE FROM audit_link WHERE event = %s", keys[2])
    assert "are missing before it." in verify()


def test_an_event_that_was_put_in_between_is_found(keys: list[int]) -> None:
    position = AuditLink.objects.get(event=keys[5]).position
    tamper("UPDATE audit_link SET event = %s WHERE position = %s", 10**12, position)
    told = verify()
    assert f"event {10**12} (position {position}): it was deleted." in told


def test_a_late_event_that_is_not_sealed_is_found_and_can_be_sealed(keys: list[int]) -> None:
    record_event("test.late")
    assert run("verify").startswith("The audit log is intact")
    late = AuditEvent.objects.first()
    tamper(
        "UPDATE audit_event SET happened_at = %s WHERE id = %s", timezone.now() - timedelta(days=3), late.pk
    )
    assert f"event {late.pk} (not sealed)" in verify()
    assert run("seal") == "0 events sealed"
    assert run("seal", "--all") == "1 events sealed"
    assert run("verify").startswith("The audit log is intact")


def recompute(keys: list[int]) -> None:
    """Change an event and every hash from it on, as somebody who knows the code can."""
    tamper("UPDATE audit_event SET actor = 8 WHERE id = %s", keys[0])
    first = AuditLink.objects.get(event=keys[0]).position
    tamper("DELETE FROM audit_link WHERE position >= %s", first)
    seal_events(every=True)


def cut(keys: list[int]) -> None:
    tamper("DELETE FROM audit_link WHERE event = ANY(%s)", keys[5:])
    tamper("DELETE FROM audit_event WHERE id = ANY(%s)", keys[5:])


@pytest.mark.parametrize(
    ("change", "reason"), [(recompute, "the chain was rewritten"), (cut, "the chain ends before it")]
)
def test_anchors_tell_of_a_chain_that_was_computed_anew_or_cut(
    keys: list[int], settings: Any, tmp_path: Path, change: Callable[[list[int]], None], reason: str
) -> None:
    settings.AUDIT_ANCHOR_FILE = tmp_path / "anchors"
    assert run("anchor").endswith("anchored")
    assert run("verify", "--anchors", str(settings.AUDIT_ANCHOR_FILE)).startswith("The audit log is intact")
    change(keys)
    assert run("verify").startswith("The audit log is intact")
    assert reason in verify("--anchors", str(settings.AUDIT_ANCHOR_FILE))


def test_anchors_are_added_and_never_replaced(keys: list[int], settings: Any, tmp_path: Path) -> None:
    settings.AUDIT_ANCHOR_FILE = tmp_path / "anchors"
    run("anchor")
    record_event("test.happened")
    run("anchor")
    lines = [json.loads(line) for line in settings.AUDIT_ANCHOR_FILE.read_text().splitlines()]
    assert [each["position"] for each in lines] == [lines[0]["position"], lines[0]["position"] + 1]


@pytest.mark.parametrize("text", ["nonsense\n", "{}\n", '{"position": 1, "hash": "zz"}\n', "[]\n"])
def test_what_is_no_anchor_is_named_by_its_line(tmp_path: Path, text: str) -> None:
    file = tmp_path / "anchors"
    file.write_text(text)
    assert f"Line 1 of {file} is not an anchor." in verify("--anchors", str(file))
    assert "could not be read" in verify("--anchors", str(tmp_path / "missing"))


def test_an_anchor_that_cannot_be_written_is_an_error(keys: list[int], settings: Any, tmp_path: Path) -> None:
    assert run("anchor").startswith("Switched off")
    settings.AUDIT_ANCHOR_FILE = tmp_path / "missing" / "anchors"
    with pytest.raises(CommandError, match="could not be anchored in"):
        run("anchor")
    settings.AUDIT_ANCHOR_FILE, settings.AUDIT_ANCHOR_URL = None, "http://127.0.0.1:1/anchors"
    with pytest.raises(CommandError, match="could not be anchored"):
        run("anchor")
