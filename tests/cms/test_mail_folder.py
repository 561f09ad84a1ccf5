"""E-mail while developing: files that mail programs open, and a line that says where they are."""

from __future__ import annotations

from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMessage, get_connection, send_mail


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = "cms.http.mail.MailFolder", tmp_path / "mail"
    return tmp_path / "mail"


@pytest.mark.parametrize("subject", ["Plain", "Größe", "Ein sehr langer Betreff " * 8])
def test_a_message_becomes_a_file_and_a_line(
    folder: Path, subject: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert send_mail(subject.strip(), "Grüße\n", None, ["ada@example.org", "bob@example.org"]) == 1
    (file,) = folder.iterdir()
    message = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert (message["Subject"], message["To"]) == (subject.strip(), "ada@example.org, bob@example.org")
    assert message.get_content() == "Grüße\n"
    assert file.stat().st_mode & 0o777 == 0o600
    line = f"E-mail to ada@example.org, bob@example.org: “{subject.strip()}” is in {file}\n"
    assert capsys.readouterr().err == line


def test_messages_sent_together_have_files_of_their_own(folder: Path) -> None:
    messages = [EmailMessage(f"No. {number}", "", None, ["ada@example.org"]) for number in range(3)]
    assert get_connection().send_messages(messages) == 3
    assert len(list(folder.iterdir())) == 3


def test_a_message_without_recipient_is_not_written(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert get_connection().send_messages([EmailMessage("To nobody", "", None, [])]) == 0
    assert (folder.exists(), capsys.readouterr().err) == (False, "")


def test_a_message_with_a_line_break_in_its_header_is_not_written(folder: Path) -> None:
    with pytest.raises(ValueError, match="newlines"):
        send_mail("Two\nlines", "", None, ["ada@example.org"])
    assert not folder.exists()
