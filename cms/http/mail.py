"""E-mail while developing: each message becomes a file, and its place is printed."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

__all__ = ["MailFolder"]


class MailFolder(BaseEmailBackend):
    """Writes each message to a file of its own in the folder EMAIL_FILE_PATH, and prints one line about it.

    The line goes to standard error, where it is seen from background processes as well. Only the owner may read the
    files: a message may hold a link that sets a password.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write messages that have a recipient; how many were written."""
        sent = [message for message in email_messages if message.recipients()]
        for message in sent:
            file = write_message(Path(settings.EMAIL_FILE_PATH), message)
            print(
                f"E-mail to {', '.join(message.recipients())}: “{message.subject}” is in {file}",
                file=sys.stderr,
                flush=True,
            )
        return len(sent)


def write_message(folder: Path, message: Any) -> Path:
    """Write a message as an .eml file, which mail programs open; its path."""
    content = message.message().as_bytes()
    folder.mkdir(parents=True, exist_ok=True)
    name = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
    for number in range(1000):
        file = folder / f"{name}-{number:03}.eml"
        try:
            file.touch(mode=0o600, exist_ok=False)
        except FileExistsError:
            continue
        file.write_bytes(content)
        return file
    raise FileExistsError(f"{folder} has a thousand messages named {name}. Remove them.")
