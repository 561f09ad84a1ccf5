"""What `plugins list`, `check` and `why` print of broken plugins: the answer, and a log only where it is asked for."""

from __future__ import annotations

import pytest

from cms.__main__ import reports_plugins
from tests.support.other_site import OtherSite

HOOK = "from cms.plugin_api import hookimpl\n\n@hookimpl\ndef {}():\n    raise OSError('disk full')\n"
BROKEN = {
    "collecting": (HOOK.format("graphql_fields"), "graphql_fields: it raised OSError: disk full (plugin.py, line 5)"),
    "starting": (HOOK.format("ready"), "ready: it raised OSError: disk full (plugin.py, line 5)"),
    "importing": ("1 / 0\n", "it raised ZeroDivisionError: division by zero (plugin.py, line 1)"),
}  # fmt: skip


def test_the_answer_comes_without_a_log_before_it(other_site: OtherSite) -> None:
    for name, (code, _) in BROKEN.items():
        other_site.workshop.write(name, code)
    checked = other_site.manage("plugins", "check", COLUMNS="300")
    assert checked.returncode == 1
    for name, (_, reason) in BROKEN.items():
        assert any(name in line and reason in line for line in checked.stdout.splitlines())
    noise = [line for line in checked.stderr.splitlines() if not line.startswith(("PostgreSQL:", "Valkey:"))]
    assert noise == ["CommandError: 3 problems. The log with tracebacks: --verbosity 2."]
    detailed = other_site.manage("plugins", "check", "--verbosity", "2")
    assert "Traceback" in detailed.stderr and "plugin_refused" in detailed.stderr


@pytest.mark.parametrize(
    ("line", "quiet"),
    [
        ("plugins check", True),
        ("plugins why feeds --json", True),
        ("plugins list -v 1", True),
        ("plugins check --traceback", False),
        ("plugins why feeds -v 2", False),
        ("plugins list --verbosity=3", False),
        ("plugins run-jobs --once", False),
        ("plugins", False),
        ("migrate check", False),
    ],
)
def test_only_reports_leave_the_log_out(line: str, quiet: bool) -> None:
    assert reports_plugins(line.split()) == quiet
