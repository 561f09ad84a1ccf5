"""What `doctor --start` and `serve` say of Valkey and of plugins that were refused, in processes of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection

from tests.support.other_site import CHECKOUT

pytestmark = pytest.mark.django_db
SECRET = "S3cr3tWord"
CLICKHOUSE = "AIXPLORE_PLUGIN_ANALYTICS_CLICKHOUSE__PASSWORD"


def run_manage(folder: Path, *words: str, **changes: str) -> subprocess.CompletedProcess[str]:
    """Run a command as a deployment on the migrated database of this test does."""
    given = connection.settings_dict
    person = f"{given['USER']}:{given['PASSWORD']}" if given["PASSWORD"] else given["USER"]
    own = {
        **{name: value for name, value in os.environ.items() if name.startswith("COVERAGE")},
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "cms.config.settings.production",
        "SECRET_KEY": "a-key-that-is-long-enough-for-production-0123456789-abcdefghij",
        "DATABASE_URL": f"postgresql://{person}@{given['HOST']}:{given['PORT']}/{given['NAME']}",
        "REDIS_URL": settings.CACHES["default"]["LOCATION"],
        "ALLOWED_HOSTS": "cms.example",
        "BASE_URL": "https://cms.example",
        "FRONTEND_URL": "https://www.example",
        "TRUSTED_PROXIES": "none",
        "VAR_DIR": str(folder),
    }
    command = [sys.executable, "manage.py", *words]
    return subprocess.run(
        command, cwd=CHECKOUT, env=own | changes, capture_output=True, text=True, check=False, timeout=120
    )


def read_findings(done: subprocess.CompletedProcess[str]) -> dict[str, tuple[str, str, str]]:
    """What was found by check: level, message, remedy."""
    found = json.loads(done.stdout)["findings"]
    return {each["check"]: (each["level"], each["message"], each["remedy"]) for each in found}


def change_address(**changes: Any) -> str:
    """The address of this test's Valkey with another password, port or database."""
    parts = urlsplit(settings.CACHES["default"]["LOCATION"])
    given = {"password": parts.password, "port": parts.port, "database": 0, **changes}
    return f"redis://:{given['password']}@{parts.hostname}:{given['port']}/{given['database']}"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"password": SECRET}, "Valkey refuses the site: AuthenticationError"),
        ({"database": 99_999}, "Valkey refuses the site: "),
    ],
)
def test_a_valkey_that_refuses_the_site_stops_the_start(
    changes: dict[str, Any], message: str, tmp_path: Path
) -> None:
    address = change_address(**changes)
    done = run_manage(tmp_path, "doctor", "--start", "--json", "--wait", "60", REDIS_URL=address)
    level, said, remedy = read_findings(done)["cache"]
    assert (done.returncode, level) == (1, "error"), done.stderr
    assert said.startswith(message) and "REDIS_URL" in remedy
    assert SECRET not in done.stdout + done.stderr
    served = run_manage(tmp_path, "serve", "--", "--interface", "wsgi", "cms.config.wsgi:application", REDIS_URL=address)  # fmt: skip
    assert served.returncode == 1 and f"ERROR    cache: {message}" in served.stderr
    assert SECRET not in served.stdout + served.stderr and "Traceback" not in served.stderr


def test_without_valkey_the_site_starts_and_says_so(tmp_path: Path) -> None:
    done = run_manage(tmp_path, "doctor", "--start", "--json", REDIS_URL=change_address(port=1))
    level, said, remedy = read_findings(done)["cache"]
    assert (done.returncode, level) == (0, "warning"), done.stdout
    assert said.startswith("ConnectionError: ") and remedy.startswith("Start Valkey, or correct REDIS_URL.")


@pytest.mark.parametrize(
    ("content", "mode", "problem"),
    [
        (None, 0, "the file {path} does not exist"),
        ("", 0o400, "{path} is empty"),
        (SECRET, 0o444, "every user can read or write {path}"),
    ],
)
def test_a_plugin_whose_secret_cannot_be_read_is_told(
    content: str | None, mode: int, problem: str, tmp_path: Path
) -> None:
    path = tmp_path / "secret"
    if content is not None:
        path.write_text(content)
        path.chmod(mode)
    given = {
        CLICKHOUSE: json.dumps({"$file": str(path)}),
        "AIXPLORE_PLUGIN_SLOTS": "analytics:analytics_clickhouse",
    }
    for words in (("--start",), ()):
        done = run_manage(tmp_path, "doctor", "--json", *words, **given)
        found = [each for each in json.loads(done.stdout)["findings"] if each["check"] == "plugin.analytics_clickhouse"]  # fmt: skip
        assert [each["level"] for each in found] == ["warning"], done.stdout
        assert problem.format(path=path) in found[0]["message"] and found[0]["remedy"]
        assert SECRET not in done.stdout + done.stderr
        assert done.returncode == (0 if words else 1), "without a worker the whole report has an error"
