"""Settings: what production refuses, what an address becomes, and that nothing secret is repeated."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.checks import Tags, run_checks
from django.core.management import CommandError, call_command
from pydantic import ValidationError

from cms.config.management.commands import settings_reference
from cms.config.settings.base import database
from cms.config.settings.env import BASE_DIR, Environment
from cms.config.settings.plugins import read_slots
from cms.config.settings.words import read_servers
from cms.plugins.loader.resolution import Selection

COMPLETE = {
    "SECRET_KEY": "a-key-that-is-long-enough-for-production-0123456789-abcdefghij",
    "DATABASE_URL": "postgresql://name:word@db.example/site",
    "REDIS_URL": "redis://cache.example/0",
    "ALLOWED_HOSTS": "cms.example",
    "BASE_URL": "https://cms.example",
    "FRONTEND_URL": "https://www.example",
    "TRUSTED_PROXIES": "10.0.0.0/8",
}


def production(code: str, **changes: str) -> subprocess.CompletedProcess[str]:
    """Run a line of Python under the production settings, with nothing but these variables given."""
    return python(code, **{**COMPLETE, **changes, "DJANGO_SETTINGS_MODULE": "cms.config.settings.production"})


def python(code: str, **given: str) -> subprocess.CompletedProcess[str]:
    """Run a line of Python with nothing but these variables given."""
    kept = {name: value for name, value in os.environ.items() if name.startswith("COVERAGE")}
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=BASE_DIR,
        env={**kept, **given, "PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    "name", ["SECRET_KEY", "DATABASE_URL", "REDIS_URL", "ALLOWED_HOSTS", "BASE_URL", "FRONTEND_URL"]
)
def test_production_refuses_to_start_without(name: str) -> None:
    done = production("from django.conf import settings; settings.DEBUG", **{name: ""})
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].endswith(f"{name} is not set. See docs/reference/settings.md.")


def test_production_refuses_a_short_key() -> None:
    done = production("from django.conf import settings; settings.DEBUG", SECRET_KEY="short")
    assert done.stderr.splitlines()[-1].endswith("SECRET_KEY is shorter than 50 characters.")


def test_production_passes_djangos_own_deployment_checks() -> None:
    words = ["manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    done = production(f"from django.core.management import execute_from_command_line as run; run({words})")
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


@pytest.mark.parametrize(("proxies", "warnings"), [("10.0.0.0/8", 0), ("none", 0), ("", 1)])
def test_proxies_that_are_not_named_are_a_warning(
    proxies: str, warnings: int, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    monkeypatch.setenv("TRUSTED_PROXIES", proxies)
    settings.TRUSTED_PROXIES = Environment().proxies()
    found = run_checks(tags=[Tags.security], include_deployment_checks=True)
    assert [each.id for each in found].count("cms.W001") == warnings


def test_production_shows_the_schema_to_whoever_it_is_told_to() -> None:
    code = "from django.conf import settings as s; print(s.API_INTROSPECTION, s.GRAPHQL_PLAYGROUND, s.API_PUBLISHES_SCHEMA)"
    assert production(code).stdout.split() == ["False", "False", "True"]
    given = {"API_INTROSPECTION": "true", "GRAPHQL_PLAYGROUND": "true", "API_PUBLISHES_SCHEMA": "false"}
    assert production(code, **given).stdout.split() == ["True", "True", "False"]


WSGI = """if True:
    import io
    from cms.config.wsgi import application
    environ = {
        "REQUEST_METHOD": "GET", "PATH_INFO": "/absent.html", "QUERY_STRING": "q=ann", "SERVER_NAME": "cms.example", "SERVER_PORT": "80",
        "REMOTE_ADDR": "10.0.0.2", "HTTP_HOST": "cms.example", "HTTP_X_FORWARDED_PROTO": "https", "wsgi.input": io.BytesIO(), "wsgi.url_scheme": "http",
    }
    application(environ, lambda status, headers: print(status[:3], dict(headers)["Strict-Transport-Security"]))
"""
ASGI = """if True:
    import asyncio
    from asgiref.testing import ApplicationCommunicator
    from cms.config.asgi import application
    scope = {
        "type": "http", "http_version": "1.1", "method": "GET", "path": "/absent.html", "query_string": b"q=ann", "server": ("cms.example", 80),
        "client": ("10.0.0.2", 50000),
        "headers": [(b"host", b"cms.example"), (b"x-forwarded-proto", b"https")],
    }
    async def main():
        asking = ApplicationCommunicator(application, scope)
        await asking.send_input({"type": "http.request"})
        answer = await asking.receive_output(timeout=60)
        print(answer["status"], dict(answer["headers"])[b"strict-transport-security"].decode())
    asyncio.run(main())
"""


@pytest.mark.parametrize("code", [WSGI, ASGI], ids=["wsgi", "asgi"])
def test_production_answers_and_logs_json(code: str) -> None:
    done = production(code)
    assert done.stdout.strip() == "404 max-age=31536000", done.stderr
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    told = [(line["event"], line["request"], line["code"]) for line in lines if line.get("code") == 404]
    assert told == [("request_finished", "GET /absent.html", 404)], "each request is told once"
    assert not any(private in done.stderr for private in ("10.0.0.2", "q=ann"))


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("", "console None None False"),
        ("smtp://me%40x:p%2Fw@mail.example", "smtp 587 me@x True"),
        ("smtps://me:pw@mail.example", "smtp 465 me False"),
    ],
)
def test_mail_address(url: str, expected: str) -> None:
    code = (
        "from django.conf import settings as s; from cms.config.settings import production as p;"
        "print(s.EMAIL_BACKEND.split('.')[-2], getattr(p, 'EMAIL_PORT', None), getattr(p, 'EMAIL_HOST_USER', None),"
        "s.EMAIL_USE_TLS)"
    )
    assert production(code, EMAIL_URL=url).stdout.strip() == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [("", "MailFolder None"), ("smtp://me:pw@mail.example", "EmailBackend mail.example")],
)
def test_mail_leaves_a_developers_machine_only_through_a_server_that_is_named(
    url: str, expected: str
) -> None:
    code = (
        "from cms.config.settings import dev as d;"
        "print(d.EMAIL_BACKEND.split('.')[-1], getattr(d, 'EMAIL_HOST', None))"
    )
    assert (
        python(code, DJANGO_SETTINGS_MODULE="cms.config.settings.dev", EMAIL_URL=url).stdout.strip()
        == expected
    )


def test_database_address_with_escapes_and_options() -> None:
    parsed = database("postgresql://me%40x:p%2Fw@db.example:6432/site?sslmode=require")
    assert [parsed[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")] == [
        "site", "me@x", "p/w", "db.example", "6432",
    ]  # fmt: skip
    assert parsed["OPTIONS"]["sslmode"] == "require"


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("DATABASE_URL", "mysql://me:hidden@db.example/x", "DATABASE_URL must start with postgresql://"),
        ("REDIS_URL", "http://hidden", "REDIS_URL must start with redis://"),
        ("FRONTEND_URL", "javascript:hidden", "FRONTEND_URL must start with http://"),
        ("LOG_LEVEL", "hidden", "log_level"),
        ("TRUSTED_PROXIES", "hidden", "must contain networks such as 10.0.0.0/8, or be none"),
        ("API_LIMITS", "hidden", "API_LIMITS: it is not JSON"),
        ("API_LIMITS", "[]", "API_LIMITS: it must be an object"),
        ("API_LIMITS", '{"anonymus": {}}', "API_LIMITS: 'anonymus' is none of anonymous, known"),
        ("API_LIMITS", '{"known": 5}', "API_LIMITS: known must be an object with some of body, url"),
        ("API_LIMITS", '{"known": {"buket": 5}}', "API_LIMITS: known has no 'buket', but body, url"),
        ("API_LIMITS", '{"known": {"rows": 1.5}}', "known: rows must be a whole number above 0"),
        ("API_LIMITS", '{"known": {"rows": true}}', "known: rows must be a whole number above 0"),
        ("API_LIMITS", '{"known": {"deadline": Infinity}}', "known: deadline must be a number above 0"),
        ("API_LIMITS", '{"anonymous": {"bucket": 999}}', "a bucket of 999 points never pays for the 1000"),
        (
            "AIXPLORE_PLUGIN_SLOTS",
            "search",
            "'search' is not of the form slot:plugin or slot:plugin/fallback",
        ),
        ("AIXPLORE_PLUGIN_SLOTS", "search:a//b", "'search:a//b' is not of the form slot:plugin"),
        ("AIXPLORE_PLUGIN_SLOTS", "search:/a", "'search:/a' is not of the form slot:plugin"),
        ("AIXPLORE_PLUGIN_SLOTS", "search:a/", "'search:a/' is not of the form slot:plugin"),
        ("AIXPLORE_PLUGIN_SLOTS", "search:a|b", "'search:a|b' is not of the form slot:plugin"),
        ("AIXPLORE_PLUGIN_SLOTS", "search:a/b/a", "names a plugin twice. Name each once"),
        ("AIXPLORE_PLUGIN_SLOTS", "search:a, search:b", "the slot 'search' is given twice. Put a fallback"),
        ("RATE_BUCKETS", '{"votes": {"amount": 0}}', "RATE_BUCKETS: votes: amount must be a whole number"),
        ("RATE_BUCKETS", '{"votes": {"meaning": 5}}', "RATE_BUCKETS: votes: meaning must be a text"),
        (
            "RATE_BUCKETS",
            '{"votes": {"seconds": "60"}}',
            "RATE_BUCKETS: votes: seconds must be a whole number",
        ),
    ],
)
def test_bad_setting_is_named_and_not_repeated(
    name: str, value: str, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ValidationError) as caught:
        Environment()
    assert message in str(caught.value)
    assert "hidden" not in str(caught.value)


FREE = {
    "secret_key", "secret_key_fallbacks", "media_access_key", "media_secret_key", "sign_in_google_client_id",
    "sign_in_google_client_secret", "sign_in_github_client_id", "sign_in_github_client_secret",
    "sign_in_microsoft_client_id", "sign_in_microsoft_client_secret", "sign_in_oidc_client_id",
    "sign_in_oidc_client_secret",
}  # fmt: skip
"""What others make, in whatever form: keys, and ids of clients."""


def test_every_text_has_a_form_that_is_checked_before_the_site_starts() -> None:
    validators = Environment.__pydantic_decorators__.field_validators.values()
    checked = {name for each in validators for name in each.info.fields}
    texts = {
        name
        for name, each in Environment.model_fields.items()
        if each.annotation is str and not each.metadata
    }
    assert texts - checked == FREE


def test_a_slash_spells_the_plugins_that_stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AIXPLORE_PLUGIN_SLOTS", " search:first/second/third , ratings:stars ")
    slots = read_slots(Environment().aixplore_plugin_slots)
    selection = Selection(("*",), slots, "1.0")
    assert selection.list_slot_plugins("search") == ("first", "second", "third")
    assert selection.list_slot_plugins("ratings") == ("stars",) and not selection.list_slot_plugins("other")


def test_limits_change_where_they_are_given_alone() -> None:
    code = (
        "import django; django.setup(); from cms.ratelimit.buckets import registry; r = registry.find_rate;"
        "from django.conf import settings as s; k, a = s.API_LIMITS['known'], s.API_LIMITS['anonymous'];"
        "print(k.bucket, k.deadline, k.cost, a.bucket, r('votes').amount, r('votes').seconds)"
    )
    assert production(code).stdout.split() == ["10000", "10.0", "5000", "2000", "100", "3600"]
    limits, rates = '{"known": {"bucket": 5000, "deadline": 2.5}}', '{"votes": {"amount": 7}}'
    done = production(code, API_LIMITS=limits, RATE_BUCKETS=rates)
    assert done.stdout.split() == ["5000", "2.5", "5000", "2000", "7", "3600"]


def test_secrets_are_not_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SECRET_KEY", "DATABASE_URL", "REDIS_URL", "EMAIL_URL"):
        monkeypatch.setenv(name, f"{'smtp' if name == 'EMAIL_URL' else name[:5].lower()}://hidden")
    monkeypatch.setenv("DATABASE_URL", "postgresql://u:hidden@h/n")
    monkeypatch.setenv("REDIS_URL", "redis://:hidden@h/0")
    assert "hidden" not in repr(Environment())


def test_folder_is_relative_to_the_checkout(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("VAR_DIR", "data")
    assert Environment().var_dir == BASE_DIR / "data"
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    assert Environment().var_dir == tmp_path


def test_settings_reference_is_written_and_compared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings_reference, "TARGET", tmp_path / "reference" / "settings.md")
    with pytest.raises(CommandError, match="out of date"):
        call_command("settings_reference", check=True)
    call_command("settings_reference")
    call_command("settings_reference", check=True)
    page = (tmp_path / "reference" / "settings.md").read_text()
    assert [f"| `{name.upper()}` |" in page for name in Environment.model_fields] == [True] * len(
        Environment.model_fields
    )


def test_dns_servers_are_addresses_with_ports() -> None:
    given = "192.0.2.1, 192.0.2.1:5353, 2001:db8::1, [2001:db8::1]:5353"
    found = [("192.0.2.1", 53), ("192.0.2.1", 5353), ("2001:db8::1", 53), ("2001:db8::1", 5353)]
    assert read_servers(given) == found and read_servers("") == []


@pytest.mark.parametrize(
    "value", ["dns.example", "192.0.2.1:", "192.0.2.1:0", "192.0.2.1:70000", "[::1]", "1.2.3"]
)
def test_other_dns_servers_are_refused(value: str) -> None:
    with pytest.raises(ValueError, match=r"^DNS_SERVERS must contain addresses such as"):
        read_servers(value)


EXPORT = """if True:
    import django; django.setup()
    from django.conf import settings
    from cms.operations.tracing import build_provider
    provider = build_provider(settings.TRACES_URL, 1.0)
    with provider.get_tracer("test").start_as_current_span("test"):
        pass
    provider.shutdown()
"""


def test_the_key_of_a_collector_that_is_away_is_not_logged() -> None:
    done = production(EXPORT, TRACES_URL="http://u:hidden@127.0.0.1:1/v1/traces?key=hidden")
    assert done.returncode == 0 and "Max retries exceeded with url: /v1/traces?…" in done.stderr, done.stderr
    assert "hidden" not in done.stderr
