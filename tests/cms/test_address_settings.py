"""Addresses in settings: each malformed one is a line that names the setting, the part and the remedy, and repeats
nothing; `doctor` and `serve` end with it before anything starts."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from cms.config.settings.addresses import ADDRESSES
from cms.config.settings.base import database
from cms.config.settings.env import Environment, SettingsError, read_environment
from tests.support.other_site import CHECKOUT

PASSWORD = "S3cr3tWord"
PORT, HOST, AT = "the port is no number from 1 to 65535", "the host is no name", "an @ stands elsewhere"
DATABASE = {
    "one slash": ("postgresql:/a:S3cr3tWord@db/x", "DATABASE_URL must start with postgresql://… or postgres://…"),
    "upper case": ("POSTGRESQL://a:S3cr3tWord@db/x", "DATABASE_URL must start with postgresql://"),
    "key and value": ("host=db password=S3cr3tWord", "DATABASE_URL must start with postgresql://"),
    "percent": ("postgresql://a:S3cr3tWord%zz@db/x", "a % is not followed by two hexadecimal digits. Write % itself as %25"),
    "percent at the end": ("postgresql://a:S3cr3tWord%2@db/x", "a % is not followed by two hexadecimal digits"),
    "null": ("postgresql://a:S3cr3tWord%00@db/x", "it holds %00, which nothing can contain"),
    "latin": ("postgresql://a:S3cr3tWord%FC@db/x", "what % encodes in it is not UTF-8"),
    "unknown option": ("postgresql://a:S3cr3tWord@db/x?sslmod=require", "option 1 behind ? does not exist. Did you mean sslmode?"),
    "far option": ("postgresql://a@db/x?sslmode=require&S3cr3tWord=1", "option 2 behind ? does not exist. Correct it"),
    "option without value": ("postgresql://a@db/x?S3cr3tWord", "the options behind ? must be of the form name=value"),
    "value of an option": ("postgresql://a@db/x?sslmode=S3cr3tWord", "the option sslmode must be one of disable, allow"),
    "number of an option": ("postgresql://a@db/x?connect_timeout=S3cr3tWord", "connect_timeout must be a number from 0"),
    "port in an option": ("postgresql://a@db/x?port=0", "the option port must be a number from 1 to 65535"),
    "port of letters": ("postgresql://a:S3cr3tWord@db:abc/x", PORT),
    "large port": ("postgresql://a:S3cr3tWord@db:99999/x", PORT),
    "very large port": (f"postgresql://a:S3cr3tWord@db:{'9' * 5000}/x", PORT),
    "port 0": ("postgresql://a:S3cr3tWord@db:0/x", PORT),
    "empty port": ("postgresql://a:S3cr3tWord@db:/x", PORT),
    "port of the second host": ("postgresql://a:S3cr3tWord@one:5432,two:x/x", PORT),
    "no host": ("postgresql://a:S3cr3tWord@/x", "the host is missing. Write its name behind :// or behind the @"),
    "no second host": ("postgresql://a:S3cr3tWord@one,/x", "the host is missing"),
    "no name": ("postgresql://a:S3cr3tWord@db", "the name of the database is missing. Write it behind the host"),
    "empty name": ("postgresql://a:S3cr3tWord@db/?sslmode=require", "the name of the database is missing"),
    "two names": ("postgresql://a@db/x/S3cr3tWord", "more than the name of a database follows the host"),
    "sharp": ("postgresql://a:S3cr3t#Word@db/x", "a # would end the address. Remove it with what follows, or encode it. In a user or password write % as %25, @ as %40, / as %2F, ? as %3F, # as %23"),
    "slash": ("postgresql://a:S3cr3t/Word@db/x", AT),
    "slash without at": ("postgresql://a:S3cr3t/Word", PORT),
    "question mark": ("postgresql://a:S3cr3t?Word@db/x", AT),
    "at": ("postgresql://a:S3cr3t@Word@db/x", AT),
    "space": ("postgresql://a:S3cr3t Word@db/x", "it holds a space, a line break or a character that is not ASCII"),
    "line break": ("postgresql://a:S3cr3t\nWord@db/x", "it holds a space, a line break"),
    "other letters": ("postgresql://a:S3cr3tWörd@db/x", "not ASCII. Write each of its bytes in UTF-8 as %"),
    "bracket": ("postgresql://a:S3cr3t[Word@db/x", "[ and ] stand elsewhere than around a number of IPv6"),
    "half a bracket": ("postgresql://a:S3cr3tWord@[::1/x", HOST),
    "a name in brackets": ("postgresql://a:S3cr3tWord@[db]/x", HOST),
    "a host with a sign": ("postgresql://a:S3cr3tWord@d!b/x", HOST),
}  # fmt: skip
OTHERS = {
    "valkey, port": ("REDIS_URL", "redis://:S3cr3tWord@h:abc/0", PORT),
    "valkey, large port": ("REDIS_URL", "rediss://:S3cr3tWord@h:99999/0", PORT),
    "valkey, slash": ("REDIS_URL", "redis://:S3cr3t/Word@h/0", AT),
    "valkey, sharp": ("REDIS_URL", "redis://:S3cr3t#Word@h/0", "a # would end the address"),
    "valkey, bracket": ("REDIS_URL", "redis://:S3cr3t[Word]@h/0", "[ and ] stand elsewhere"),
    "valkey, wide sign": ("REDIS_URL", "redis://:S3cr3t？Word@h/0", "not ASCII"),
    "valkey, percent": ("REDIS_URL", "redis://:S3cr3tWord%zz@h/0", "a % is not followed"),
    "valkey, no host": ("REDIS_URL", "redis://:S3cr3tWord@/0", "the host is missing"),
    "valkey, two hosts": ("REDIS_URL", "redis://:S3cr3tWord@a,b/0", HOST),
    "valkey, name": ("REDIS_URL", "redis://h/S3cr3tWord", "the database is no number"),
    "valkey, option": ("REDIS_URL", "redis://h/0?socket_timeut=3", "option 1 behind ? does not exist. Did you mean socket_timeout?"),
    "valkey, value": ("REDIS_URL", "redis://h/0?db=1&socket_timeout=S3cr3tWord", "option 2 behind ? has a value that it does not take"),
    "valkey, TLS": ("REDIS_URL", "rediss://h/0?ssl_cert_reqs=S3cr3tWord", "option 1 behind ? has a value"),
    "valkey, socket": ("REDIS_URL", "unix://:S3cr3tWord@", "the path of the socket is missing"),
    "valkey, half a socket": ("REDIS_URL", "unix://S3cr3tWord", "the path of the socket is missing"),
    "mail, port": ("EMAIL_URL", "smtp://a:S3cr3tWord@h:abc", PORT),
    "mail, path": ("EMAIL_URL", "smtp://a:b@h/S3cr3tWord", "nothing may follow the host and its port"),
    "mail, option": ("EMAIL_URL", "smtp://a:b@h?tls=S3cr3tWord", "it takes no options"),
    "mail, no host": ("EMAIL_URL", "smtp://", "the host is missing"),
    "mail, sign": ("EMAIL_URL", "smtps://a:S3cr3t/Word@h", AT),
    "media, user": ("MEDIA_ENDPOINT", "https://a:S3cr3tWord@s3.example", "it takes no user and password. Remove what stands"),
    "media, port": ("MEDIA_ENDPOINT", "https://s3.example:99999", PORT),
    "base, user": ("BASE_URL", "https://a:S3cr3tWord@cms.example", "it takes no user and password"),
    "base, option": ("BASE_URL", "https://cms.example?S3cr3tWord", "it takes no options"),
    "base, letters": ("BASE_URL", "https://bücher.example", "not ASCII"),
    "frontend, host": ("FRONTEND_URL", "https:///S3cr3tWord", "the host is missing"),
    "frontend, socket": ("FRONTEND_URL", "https://%2Frun/x", HOST),
    "anchor, user": ("AUDIT_ANCHOR_URL", "https://a:S3cr3tWord@h/x", "it takes no user and password"),
    "traces, port": ("TRACES_URL", "http://collector:S3cr3tWord/v1/traces", PORT),
    "issuer, scheme": ("SIGN_IN_OIDC_ISSUER", "login.example", "must start with http://… or https://…"),
    "issuer, port": ("SIGN_IN_OIDC_ISSUER", "https://login.example:abc", PORT),
    "origin, port": ("CSRF_TRUSTED_ORIGINS", "https://a.example:99999", "must contain origins such as https://www.example.org"),
    "origin, scheme": ("CSRF_TRUSTED_ORIGINS", "a.example", "must contain origins"),
    "origin, star": ("CORS_ALLOWED_ORIGINS", "https://*.example", "CORS_ALLOWED_ORIGINS must contain origins"),
    "site, scheme": ("ALLOWED_HOSTS", "https://S3cr3tWord.example", "must contain names of hosts such as cms.example.org"),
    "site, port": ("ALLOWED_HOSTS", "cms.example, www.example:8443", "without https:// and without a port"),
    "site, path": ("ALLOWED_HOSTS", "cms.example/", "must contain names of hosts"),
    "time zone": ("TIME_ZONE", "Mars/S3cr3tWord", "must be the name of a time zone such as UTC or Europe/Berlin"),
    "time zone, path": ("TIME_ZONE", "../S3cr3tWord", "must be the name of a time zone"),
    "sender": ("DEFAULT_FROM_EMAIL", "S3cr3tWord", "must be an address such as news@example.org"),
    "sender, no host": ("DEFAULT_FROM_EMAIL", "News <S3cr3tWord@>", "must be an address"),
    "sender, two": ("DEFAULT_FROM_EMAIL", "a@b.example@c.example", "must be an address"),
    "location": ("MEDIA_ACCEL", "internal-media/", "must be a location of the web server such as /internal-media/"),
    "location, all": ("MEDIA_ACCEL", "/", "must be a location of the web server"),
    "bucket": ("MEDIA_BUCKET", "s3://S3cr3tWord", "must be the name of a bucket alone"),
    "bucket, folder": ("MEDIA_BUCKET", "media/files", "without s3:// and folders"),
    "host, port": ("OUTGOING_ALLOWED_HOSTS", "frontend:99999", "must contain hosts with ports such as frontend:3000"),
}  # fmt: skip
GOOD = {
    "DATABASE_URL": [
        "postgresql://a%40b:p%2Fw%23%3F%20%25@db.example:6432/x?sslmode=require&application_name=a%20b",
        "postgres://a:b:c@one:5432,two:5433/x?target_session_attrs=primary", "postgresql://a@[::1]:5432/x",
        "postgresql:///x?host=/run/postgresql", "postgresql://a@%2Frun%2Fpostgresql/x", "postgresql://?service=site",
        "postgresql://a@db/x?ssl=true", "postgresql://db_1/x",
    ],
    "REDIS_URL": [
        "redis://h", "redis://h:6379/", "rediss://u:p%40@h/3?ssl_cert_reqs=required", "redis://[::1]:6379/0?socket_timeout=2.5",
        "unix:///run/valkey.sock?db=1", "unix://u:p@/run/valkey.sock",
    ],
    "EMAIL_URL": ["smtp://h", "smtps://me%40x:p%2Fw@h:465/"],
    "BASE_URL": ["http://127.0.0.1:8000", "https://cms.example/sub/"],
    "AUDIT_ANCHOR_URL": ["https://h/x?token", "https://h/x?a=b=="],
    "TRACES_URL": ["http://u:p@collector:4318/v1/traces"],
    "ALLOWED_HOSTS": [
        "cms.example.org, localhost,web", "*", ".example.org", "10.0.0.1,[10.0.0.1]", "fd00::1,[fd00::1]", "::1", "my_host",
    ],
    "TIME_ZONE": ["UTC", "Europe/Berlin"],
    "DEFAULT_FROM_EMAIL": ["aixplore@localhost", "News <news@example.org>", "Straße <a.b+c@example.org>"],
    "MEDIA_ACCEL": ["/internal-media/", "/a/b"],
    "MEDIA_BUCKET": ["example-media", "arn:aws:s3:eu-central-1:1:accesspoint/media"],
    "CSRF_TRUSTED_ORIGINS": ["https://*.example.org, https://a.example:8443"],
}  # fmt: skip


def read_fault(name: str, value: str) -> str:
    """What is said of an environment with this setting."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(name, value)
        with pytest.raises(SettingsError) as error:
            read_environment()
    return str(error.value)


def assert_says(said: str, message: str) -> None:
    assert message in said and said.count("\n") == 0, said
    assert not re.search("S3cr3t|Word|Wörd|99999|abc", said), said


@pytest.mark.parametrize("case", DATABASE)
def test_a_malformed_address_of_the_database_is_refused(case: str) -> None:
    value, message = DATABASE[case]
    said = read_fault("DATABASE_URL", value)
    assert_says(said, message)
    assert said.startswith("DATABASE_URL") and said.endswith(" See docs/reference/settings.md.")


@pytest.mark.parametrize("case", OTHERS)
def test_the_other_addresses_are_refused_alike(case: str) -> None:
    name, value, message = OTHERS[case]
    said = read_fault(name, value)
    assert_says(said, message)
    assert said.startswith(name)


@pytest.mark.parametrize(("name", "value"), [(name, each) for name, given in GOOD.items() for each in given])
def test_what_its_reader_understands_is_taken(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)
    given = getattr(Environment(), name.lower())
    assert given == value
    if name == "DATABASE_URL":
        assert database(given)["ENGINE"] == "cms.database"


def test_every_setting_that_holds_an_address_is_checked() -> None:
    """One that is new has to say what it takes."""
    named = {name for name in Environment.model_fields if re.search(r"_(url|endpoint|issuer)\Z", name)}
    assert named == set(ADDRESSES)


def run_manage(*words: str, **given: str) -> subprocess.CompletedProcess[str]:
    """Run a command with nothing but these variables given."""
    kept = {name: value for name, value in os.environ.items() if name.startswith("COVERAGE")}
    own = {"DJANGO_SETTINGS_MODULE": "cms.config.settings.production", "PATH": os.environ["PATH"]}
    return subprocess.run(
        [sys.executable, "manage.py", *words], cwd=CHECKOUT, env={**kept, **own, **given}, capture_output=True,
        text=True, check=False, timeout=60,
    )  # fmt: skip


COMMANDS = (
    ("doctor", "--start"),
    ("doctor", "--start", "--json"),
    ("serve", "--", "--port", "1"),
    ("migrate",),
)


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("case", ["one slash", "percent", "unknown option", "slash"])
def test_commands_end_with_that_line(words: tuple[str, ...], case: str) -> None:
    value, message = DATABASE[case]
    done = run_manage(*words, DATABASE_URL=value)
    said = done.stdout + done.stderr
    assert done.returncode == 1 and message.partition("…")[0] in said and "Traceback" not in said
    assert not re.search("S3cr3t|Word", said)


def test_commands_end_with_it_for_valkey_and_for_what_a_file_holds(tmp_path: Path) -> None:
    secret = tmp_path / "url"
    secret.write_text("redis://:S3cr3t/Word@h:6379/0\n")
    secret.chmod(0o400)
    for words in COMMANDS:
        done = run_manage(*words, REDIS_URL_FILE=str(secret))
        said = done.stdout + done.stderr
        assert done.returncode == 1 and f"REDIS_URL: {AT}" in said and "S3cr3t" not in said, said


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            "SIGN_UP=no\n".encode("utf-16"),
            "cannot be read: it is not text in UTF-8. Correct it, or remove it.",
        ),
        (b"\xef\xbb\xbfLOG_LEVEL=LOUD\n", "LOG_LEVEL: Input should be "),
    ],
)
def test_a_file_of_settings_that_another_system_wrote(
    content: bytes, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_bytes(content)
    monkeypatch.setitem(Environment.model_config, "env_file", tmp_path / ".env")
    with pytest.raises(SettingsError, match=re.escape(message)):
        read_environment()
