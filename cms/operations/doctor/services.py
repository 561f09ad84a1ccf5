"""What surrounds the site: secrets, plugins and jobs, background processes, mail, and Django's own checks."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core import checks
from django.core.exceptions import ValidationError
from django.core.mail import get_connection
from django_tasks_db.models import DBTaskResult

from cms.operations.doctor.findings import Finding, Level, fail, fine, warn
from cms.operations.doctor.plugins import find_refused
from cms.operations.health import Status, examine
from cms.operations.models import Role
from cms.operations.presence import LEASE, find_living

__all__ = ["check_mail", "check_processes", "check_secrets", "check_services", "check_system"]

COMMANDS = {Role.WORKER: "db_worker", Role.SCHEDULER: "plugins run-jobs --forever"}
FEWEST_CHARACTERS = 12
"""Different ones in a random key of 50 characters or a token of 32."""
UNSENT = ("console", "dummy", "locmem")


def check_secrets() -> Iterator[Finding]:
    """Secrets are there and cannot be guessed; what they are is never shown."""
    found = list(find_weak_secrets())
    yield from found or [fine("secrets", "None is missing or easy to guess.")]


def find_weak_secrets() -> Iterator[Finding]:
    make = "Make one: python -c 'import secrets; print(secrets.token_urlsafe(50))'"
    key, token = settings.SECRET_KEY, settings.METRICS_TOKEN
    if not settings.DEBUG and (len(set(key)) < FEWEST_CHARACTERS or "for-development-only" in key):
        yield fail("secrets", "SECRET_KEY is easy to guess: with it, one can sign in as any user.", make)
    if token and len(set(token)) < FEWEST_CHARACTERS:
        yield fail("secrets", "METRICS_TOKEN is easy to guess.", make)
    if not token and not settings.DEBUG:
        yield warn("secrets", "METRICS_TOKEN is not set: Prometheus cannot read /metrics.", make)
    password = read_database_password()
    if password and not settings.DEBUG:
        try:
            validate_password(password)
        except ValidationError as error:
            reason = " ".join(map(str, error.messages))
            yield warn(
                "secrets",
                f"The password in DATABASE_URL is weak. {reason}",
                "Give its role a random password.",
            )


def read_database_password() -> str:
    return str(settings.DATABASES["default"].get("PASSWORD") or "")


def check_services() -> Iterator[Finding]:
    """What `/readyz` says of plugins and of jobs; the rest has checks of its own."""
    told = {"database", "cache", *(f"plugin.{name}" for name in find_refused())}
    for name, check in examine().checks.items():
        if name in told:
            continue
        if check.status == Status.READY:
            yield fine(name, "It works.")
        else:
            remedy = "`manage.py plugins check` and the log say more."
            yield warn(name, " ".join(check.message.split()), remedy)


def check_processes() -> Iterator[Finding]:
    """A worker and a scheduler live."""
    living = dict.fromkeys(Role, 0)
    for role in find_living().values_list("role", flat=True):
        living[Role(role)] += 1
    for role, count in living.items():
        if count:
            yield fine(role, f"{count} living.")
            continue
        waiting = DBTaskResult.objects.ready().count()
        what = f"; {waiting} tasks wait" if role == Role.WORKER and waiting else ""
        found = warn if settings.DEBUG else fail
        yield found(
            role,
            f"None has said in the last {LEASE.total_seconds():.0f} s that it lives{what}.",
            f"Start `manage.py {COMMANDS[role]}`.",
        )


def check_mail() -> Iterator[Finding]:
    """The mail server takes a connection and the password; nothing is sent."""
    backend = settings.EMAIL_BACKEND
    if backend.split(".")[-2] in UNSENT or not backend.endswith("EmailBackend"):
        if settings.DEBUG:
            yield fine("mail", "E-mail is kept on this machine.")
        else:
            yield warn("mail", "E-mail is not sent but written to the log.", "Set EMAIL_URL.")
        return
    server = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    connection = get_connection()
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        yield fail("mail", f"{server} does not take mail: {describe_mail_error(error)}", "Correct EMAIL_URL.")
    else:
        yield fine("mail", f"{server} takes mail.")
    finally:
        connection.close()


def describe_mail_error(error: Exception) -> str:
    """Why mail is not taken, without what the server repeats of the user's name and password."""
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return f"it refuses the user or the password ({error.smtp_code})."
    return f"{type(error).__name__}: {error}"


def check_system() -> Iterator[Finding]:
    """Django's checks and ours, those of a deployment and of the database too: triggers, proxies, policies…"""
    found: list[Any] = checks.run_checks(include_deployment_checks=not settings.DEBUG, databases=["default"])
    told = [each for each in found if not each.is_silenced()]
    for each in told:
        level = Level.ERROR if each.level >= checks.ERROR else Level.WARNING
        message = " ".join(str(each.msg).split())
        yield Finding("system", level, f"{message} ({each.id})", " ".join(str(each.hint or "").split()))
    if not told:
        yield fine("system", "Django's and our own checks found nothing.")
