"""Secrets that lie in files: read, refused with a message that says what to do, and never repeated."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from cms.config.settings.env import BASE_DIR, Environment, SettingsError, read_environment
from cms.config.settings.requirements import find_missing

KEY = "hidden-key-of-a-test-that-is-long-enough-0123456789-abcdef"


@pytest.fixture
def write_secret(tmp_path: Path) -> Callable[..., Path]:
    def write(content: str | bytes, mode: int = 0o400) -> Path:
        path = tmp_path / "secret"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        path.chmod(mode)
        return path

    return write


@pytest.mark.parametrize("mode", [0o400, 0o600, 0o440, 0o640])
@pytest.mark.parametrize("end", ["", "\n", "\r\n", "\n\n"])
def test_a_secret_is_read_from_its_file(
    mode: int, end: str, write_secret: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_KEY_FILE", str(write_secret(f"{KEY}{end}", mode)))
    monkeypatch.delenv("SECRET_KEY", raising=False)
    made = Environment()
    assert made.secret_key == KEY and "secret_key" in made.model_fields_set
    assert KEY not in repr(made)
    assert not any(line.startswith("SECRET_KEY") for line in find_missing(made))


def test_an_empty_name_of_a_file_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("METRICS_TOKEN_FILE", "")
    assert Environment().metrics_token_file is None and Environment().metrics_token == ""


@pytest.mark.parametrize(
    ("content", "mode", "message"),
    [
        ("", 0o400, "{path} is empty. Write the secret into it"),
        (" \n", 0o400, "{path} is empty. Write the secret into it"),
        ("redis://hidden@h/0", 0o404, "every user can read or write {path}. Run: chmod o-rwx {path}"),
        ("redis://hidden@h/0", 0o602, "every user can read or write {path}. Run: chmod o-rwx {path}"),
        ("redis://hidden@h/0\nhidden", 0o400, "{path} holds more than one line."),
        (b"\xffhidden", 0o400, "{path} is not text in UTF-8."),
        ("redis://hidden@h/0".encode("utf-16"), 0o400, "{path} is not text in UTF-8."),
        (
            b"\xef\xbb\xbfredis://hidden@h/0\r\n",
            0o400,
            "{path} begins with a byte order mark. Save it as UTF-8 without one",
        ),
        (
            b"hidden" * 2**18,
            0o400,
            "{path} is longer than 65536 bytes, too long for a secret. Name another file",
        ),
        ("hidden" * 20_000, 0o400, "{path} is longer than 65536 bytes"),
    ],
)
def test_a_file_without_a_secret_is_refused(
    content: str | bytes,
    mode: int,
    message: str,
    write_secret: Callable[..., Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = write_secret(content, mode)
    monkeypatch.setenv("REDIS_URL_FILE", str(path))
    monkeypatch.delenv("REDIS_URL", raising=False)
    with pytest.raises(SettingsError) as caught:
        read_environment()
    assert f"REDIS_URL_FILE: {message.format(path=path)}" in str(caught.value)
    assert "hidden" not in str(caught.value) and len(str(caught.value).splitlines()) == 1


def test_a_missing_file_and_a_folder_are_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("EMAIL_URL_FILE", str(tmp_path / "absent"))
    monkeypatch.setenv("METRICS_TOKEN_FILE", str(tmp_path))
    with pytest.raises(SettingsError) as caught:
        read_environment()
    assert caught.value.args[0].splitlines() == [
        f"EMAIL_URL_FILE: the file {tmp_path}/absent does not exist. Create it, or correct the setting. See docs/reference/settings.md.",
        f"METRICS_TOKEN_FILE: {tmp_path} is not a file. Name the file that holds the secret. See docs/reference/settings.md.",
    ]


def test_a_file_that_this_user_may_not_read_is_refused(write_secret: Callable[..., Path]) -> None:
    """In a process of its own, which is not root's, since root may read everything."""
    path = write_secret("redis://hidden@h/0", 0o000)
    code = (
        "import os; from cms.config.settings.env import read_environment;"
        "os.getuid() or os.setuid(65534); read_environment()"
    )
    own = {"PATH": os.environ["PATH"], "REDIS_URL_FILE": str(path), "VAR_DIR": "/tmp"}
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=BASE_DIR, env=own, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    message = f"REDIS_URL_FILE: {path} cannot be read: Permission denied. Let this user read it."
    assert message in done.stderr and "hidden" not in done.stderr


def test_what_a_file_holds_is_checked_as_the_setting_is(
    write_secret: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("DATABASE_URL_FILE", str(write_secret("mysql://hidden@h/n")))
    with pytest.raises(SettingsError, match=r"^DATABASE_URL must start with postgresql://") as caught:
        read_environment()
    assert "hidden" not in str(caught.value)


def test_a_secret_and_its_file_must_agree(
    write_secret: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REDIS_URL_FILE", str(write_secret("redis://hidden@h/0")))
    monkeypatch.setenv("REDIS_URL", "redis://other@h/0")
    with pytest.raises(SettingsError, match="REDIS_URL and REDIS_URL_FILE are both set and differ: keep one"):
        read_environment()
    monkeypatch.setenv("REDIS_URL", "redis://hidden@h/0")
    assert read_environment().redis_url == "redis://hidden@h/0"
