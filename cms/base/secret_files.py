"""Files that hold a secret: read alike for settings of the site and of plugins, and refused with the same words."""

from __future__ import annotations

import stat
from codecs import BOM_UTF8
from pathlib import Path

from cms.base.marked_text import mark_text as _

__all__ = ["SecretFileError", "read_secret"]

LARGEST = 64 * 1024
"""Bytes of a file with a secret; a longer one is another file."""
OPEN_TO_ALL = stat.S_IROTH | stat.S_IWOTH


class SecretFileError(ValueError):
    """A file that holds no secret, or that others can read. It names the file and what to do; never what it holds.

    template: marked for translation. values: what stands in it as `%(name)s`.
    """

    def __init__(self, template: str, **values: str | int) -> None:
        self.template, self.values = template, values
        super().__init__(template % values)


def read_secret(path: Path, *, lines: bool = False) -> str:
    """What a file holds, without spaces and line breaks around it. SecretFileError when it cannot be used.

    lines: whether it may have several, as a private key has.
    """
    try:
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):
            raise SecretFileError(
                _("%(path)s is not a file. Name the file that holds the secret"), path=str(path)
            )
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except FileNotFoundError:
        message = _("the file %(path)s does not exist. Create it, or correct the setting")
        raise SecretFileError(message, path=str(path)) from None
    except OSError as error:
        message = _("%(path)s cannot be read: %(reason)s. Let this user read it")
        raise SecretFileError(message, path=str(path), reason=error.strerror or "") from None
    if mode & OPEN_TO_ALL:
        message = _("every user can read or write %(path)s. Run: chmod o-rwx %(path)s")
        raise SecretFileError(message, path=str(path))
    return decode_secret(content, path, lines=lines)


def decode_secret(content: bytes, path: Path, *, lines: bool) -> str:
    """The content of a file as text."""
    if len(content) > LARGEST:
        message = _("%(path)s is longer than %(most)s bytes, too long for a secret. Name another file")
        raise SecretFileError(message, path=str(path), most=LARGEST)
    if content.startswith(BOM_UTF8):
        message = _("%(path)s begins with a byte order mark. Save it as UTF-8 without one")
        raise SecretFileError(message, path=str(path))
    if not content.strip():
        raise SecretFileError(_("%(path)s is empty. Write the secret into it"), path=str(path))
    try:
        text = content.decode("utf-8").strip()
    except UnicodeDecodeError:
        message = _("%(path)s is not text in UTF-8. Write the secret into it again")
        raise SecretFileError(message, path=str(path)) from None
    if "\0" in text or (not lines and len(text.splitlines()) > 1):
        message = _("%(path)s holds more than one line. Leave only the secret in it")
        raise SecretFileError(message, path=str(path))
    return text
