"""Settings of plugins: where they come from, what is refused, and that no value is ever shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from cms.plugins.api.errors import PluginRefused
from cms.plugins.loader.configuration import Sources, redact_settings
from cms.plugins.loader.records import State
from tests.plugins.workshop import QUIET, Workshop

pytestmark = pytest.mark.django_db
SETTINGS = """
from pydantic import BaseModel, Field, SecretStr, field_validator

class Settings(BaseModel):
    limit: int = Field(default=3, ge=1)
    words: list[str] = []
    api_key: SecretStr | None = None
    password: str = ""

    @field_validator("password")
    @classmethod
    def strong(cls, value):
        if value == "canary-weak":
            raise ValueError(f"{value} is weak")
        return value
"""


def write(workshop: Workshop) -> None:
    workshop.write("bounds", QUIET, {"settings.py": SETTINGS}, settings="bounds.settings:Settings")


def load_bounds(workshop: Workshop, **sources: object) -> object:
    write(workshop)
    return workshop.load(sources=Sources(**sources)).plugins["bounds"]  # type: ignore[arg-type]


def test_the_environment_wins_over_the_file(workshop: Workshop, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("from-file\n")
    secret.chmod(0o400)
    file = {"bounds": {"limit": 4, "words": ["a"], "password": {"$file": str(secret)}}}
    environment = {
        "AIXPLORE_PLUGIN_BOUNDS__LIMIT": "5",
        "AIXPLORE_PLUGIN_BOUNDS__API_KEY": '{"$env": "THE_KEY"}',
        "THE_KEY": "from-environment",
    }
    plugin = load_bounds(workshop, file=file, environment=environment)
    settings = plugin.settings  # type: ignore[attr-defined]
    assert (settings.limit, settings.words, settings.password) == (5, ["a"], "from-file")
    assert settings.api_key.get_secret_value() == "from-environment"
    assert redact_settings(settings) == {
        "limit": 5,
        "words": ["a"],
        "api_key": "••••••••",
        "password": "••••••••",
    }


WRONG = {
    "unknown": ({"colour": "canary"}, "settings of bounds: colour is unknown. Known are: api_key, limit, password, words."),
    "type": ({"limit": "canary"}, "settings of bounds: limit: Input should be a valid integer"),
    "range": ({"limit": 0}, "settings of bounds: limit: Input should be greater than or equal to 1."),
    "validator": ({"password": "canary-weak"}, "settings of bounds: password: is not acceptable."),
    "no_variable": ({"api_key": {"$env": "ABSENT"}}, "settings of bounds: api_key: the variable ABSENT is not set."),
    "no_file": ({"api_key": {"$file": "/absent"}}, "settings of bounds: api_key: the file /absent does not exist. Create it, or correct the setting."),
    "no name": ({"api_key": {"$file": 5}}, "settings of bounds: api_key: Input should be a valid string."),
    "folder": ({"api_key": {"$file": "/"}}, "settings of bounds: api_key: / is not a file. Name the file that holds the secret."),
}  # fmt: skip


@pytest.mark.parametrize(
    ("content", "mode", "problem"),
    [
        (b"", 0o400, "{path} is empty. Write the secret into it"),
        (b"\r\n", 0o400, "{path} is empty."),
        (b"canary", 0o444, "every user can read or write {path}. Run: chmod o-rwx {path}"),
        (b"\xef\xbb\xbfcanary", 0o400, "{path} begins with a byte order mark. Save it as UTF-8 without one"),
        (b"\xffcanary", 0o400, "{path} is not text in UTF-8."),
        (b"canary" * 2**18, 0o400, "{path} is longer than 65536 bytes"),
    ],
)
def test_a_file_without_a_secret_refuses_the_plugin(
    workshop: Workshop, tmp_path: Path, content: bytes, mode: int, problem: str
) -> None:
    path = tmp_path / "secret"
    path.write_bytes(content)
    path.chmod(mode)
    plugin = load_bounds(workshop, file={"bounds": {"api_key": {"$file": str(path)}}})
    reason = plugin.reason  # type: ignore[attr-defined]
    assert f"settings of bounds: api_key: {problem.format(path=path)}" in reason and "canary" not in reason


def test_a_secret_of_a_plugin_may_have_lines(workshop: Workshop, tmp_path: Path) -> None:
    """As a private key has; those around it are none of it."""
    path = tmp_path / "secret"
    path.write_bytes(b"first line\r\nsecond line\r\n")
    path.chmod(0o400)
    plugin = load_bounds(workshop, file={"bounds": {"api_key": {"$file": str(path)}}})
    secret = plugin.settings.api_key.get_secret_value()  # type: ignore[attr-defined]
    assert secret == "first line\r\nsecond line"


@pytest.mark.parametrize("name", WRONG)
def test_wrong_settings_refuse_the_plugin_and_name_the_key(
    workshop: Workshop, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    values, message = WRONG[name]
    plugin = load_bounds(workshop, file={"bounds": values})
    assert plugin.state is State.REFUSED  # type: ignore[attr-defined]
    assert plugin.reason.startswith(message)  # type: ignore[attr-defined]
    assert "canary" not in plugin.reason + capsys.readouterr().err  # type: ignore[attr-defined]


def test_settings_of_the_admin_are_taken_over_or_refused(workshop: Workshop) -> None:
    write(workshop)
    platform = workshop.load()
    platform.configure("bounds", {"limit": 9})
    with pytest.raises(PluginRefused, match="limit: Input should be a valid integer"):
        platform.configure("bounds", {"limit": "many"})
    assert platform.plugins["bounds"].settings.limit == 9  # type: ignore[union-attr]


def test_the_settings_file_is_read_or_named(tmp_path: Path) -> None:
    path = tmp_path / "plugins.toml"
    path.write_text("[bounds]\nlimit = 4\n")
    assert Sources.read(path, {}).values("bounds", {"limit": 1, "words": []}) == {"limit": 4, "words": []}
    path.write_text("[bounds")
    with pytest.raises(ValueError, match=r"AIXPLORE_PLUGIN_SETTINGS: .*plugins.toml cannot be read"):
        Sources.read(path, {})
