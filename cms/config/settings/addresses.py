"""The settings that hold addresses, and what is special to those of PostgreSQL, Valkey and mail."""

from __future__ import annotations

import re

from cms.base.addresses import HTTP, Form, Misread, Parts, check_host, find_fault
from cms.config.settings.address_options import check_database_options, check_redis_options, split_options

__all__ = ["ADDRESSES", "check_address"]

SOCKET_OPTIONS = {"host", "hostaddr", "service"}


def check_address(setting: str, value: str) -> None:
    """Refuse an address that cannot be used, before anything does. ValueError repeats nothing of it."""
    if fault := find_fault(value, ADDRESSES[setting.lower()]):
        raise ValueError(f"{setting}: {fault}".replace(": it must ", " must ", 1))


def check_database(parts: Parts) -> None:
    """PostgreSQL: one or more hosts, the name of a database, and options that libpq knows."""
    options = split_options(parts.query)
    given = {name for name, _ in options}
    if parts.hosts or not given & SOCKET_OPTIONS:
        for host in parts.hosts.split(","):
            check_host(host, may_be_socket=True)
    if parts.path.strip("/") == "" and not given & {"dbname", "service"}:
        raise ValueError(
            "the name of the database is missing. Write it behind the host: postgresql://…@host:5432/name"
        )
    if "/" in parts.path[1:]:
        raise Misread("more than the name of a database follows the host. Remove the second /, or encode it")
    check_database_options(options)


def check_redis(parts: Parts) -> None:
    """Valkey or Redis: a host and the number of a database, or the path of a socket."""
    if parts.scheme == "unix":
        if parts.hosts or len(parts.path) < 2:
            raise ValueError(
                "the path of the socket is missing. Write it in full: unix:///run/valkey/valkey.sock"
            )
    else:
        check_host(parts.hosts)
        if not re.fullmatch(r"(/[0-9]{0,5})?", parts.path):
            raise Misread("the database is no number. Write it behind the host: redis://host:6379/0")
    check_redis_options(parts.scheme, split_options(parts.query))


def check_mail(parts: Parts) -> None:
    """A mail server: nothing but user, password, host and port."""
    check_host(parts.hosts)
    if parts.path not in ("", "/"):
        raise Misread("nothing may follow the host and its port. Remove the / and what follows")


ADDRESSES: dict[str, Form] = {
    "database_url": Form(
        ("postgresql", "postgres"), takes_user=True, takes_options=True, check=check_database
    ),
    "redis_url": Form(("redis", "rediss", "unix"), takes_user=True, takes_options=True, check=check_redis),
    "email_url": Form(("smtp", "smtps"), takes_user=True, check=check_mail),
    "base_url": Form(HTTP),
    "frontend_url": Form(HTTP),
    "audit_anchor_url": Form(HTTP, takes_options=True),
    "media_endpoint": Form(HTTP),
    "traces_url": Form(HTTP, takes_user=True, takes_options=True),
    "sign_in_oidc_issuer": Form(HTTP),
}
"""The settings that hold one address each, and what each takes."""
