"""Checks of settings that are lists of words, separated by commas. A ValueError names the setting and its form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from ipaddress import ip_address, ip_network

from packaging.requirements import InvalidRequirement, Requirement

from cms.base.addresses import is_port

__all__ = [
    "NO_PROXY", "check_hosts", "check_networks", "check_origins", "check_plugins", "check_site_hosts", "check_slots",
    "read_servers", "split_words",
]  # fmt: skip

NO_PROXY = "none"
HOST = re.compile(r"(?:[a-z0-9._-]+|[0-9a-f:]+):([0-9]{1,5})")
SITE_HOST = re.compile(
    r"\*|\.?[a-z0-9_](?:[a-z0-9._-]*[a-z0-9_])?|\[[0-9a-f:.]+\]|[0-9a-f]*(?::[0-9a-f]*){2,7}", re.I
)
ORIGIN = re.compile(r"https?://(\*\.)?(?:[a-z0-9.-]+|\[[0-9a-f:]+\])(?::([0-9]{1,5}))?")


def split_words(value: str) -> list[str]:
    """The words of a list; empty ones are left out."""
    return [word.strip() for word in value.split(",") if word.strip()]


def check_networks(value: str) -> None:
    """Networks of proxies, or `none`."""
    for entry in filter(None, value.split(",") if value.strip() != NO_PROXY else ()):
        try:
            ip_network(entry.strip(), strict=False)
        except ValueError as error:
            raise ValueError(
                "TRUSTED_PROXIES must contain networks such as 10.0.0.0/8, or be none"
            ) from error


def check_origins(setting: str, value: str, below: str = "") -> None:
    """Origins of pages. below: what may stand for all hosts below one."""
    for word in split_words(value):
        found = ORIGIN.fullmatch(word)
        if not found or (found[1] or "") not in ("", below) or not is_port(found[2] or "443"):
            raise ValueError(f"{setting} must contain origins such as https://www.example.org, each in full")


def check_site_hosts(value: str) -> None:
    """Names of hosts alone: Django compares them with `Host` without its port, so that nothing else is ever served."""
    if not all(SITE_HOST.fullmatch(word) for word in split_words(value)):
        raise ValueError(
            "ALLOWED_HOSTS must contain names of hosts such as cms.example.org, without https:// and without a port"
        )


def check_hosts(value: str) -> None:
    """Hosts with ports."""
    found = [HOST.fullmatch(word) for word in split_words(value)]
    if not all(each and is_port(each[1]) for each in found):
        raise ValueError("OUTGOING_ALLOWED_HOSTS must contain hosts with ports such as frontend:3000")


def read_servers(value: str) -> list[tuple[str, int]]:
    """Addresses and ports of DNS servers: 192.0.2.1, 192.0.2.1:5353, 2001:db8::1 or [2001:db8::1]:5353."""
    try:
        return [read_server(word) for word in split_words(value)]
    except ValueError as error:
        raise ValueError(
            "DNS_SERVERS must contain addresses such as 192.0.2.1, 192.0.2.1:5353 or [2001:db8::1]:5353"
        ) from error


def read_server(word: str) -> tuple[str, int]:
    if word.count(":") == 1 or word.startswith("["):
        host, _colon, port = word.rpartition(":")
    else:
        host, port = word, "53"
    if not 0 < int(port) < 65536:
        raise ValueError(port)
    return str(ip_address(host.removeprefix("[").removesuffix("]"))), int(port)


def check_plugins(value: str) -> None:
    """Names of plugins with version ranges, or `*`."""
    for entry in split_words(value.replace("*", "")):
        try:
            Requirement(entry)
        except InvalidRequirement as error:
            raise ValueError(
                f"AIXPLORE_PLUGINS: {entry!r} is not a plugin requirement such as feeds>=1"
            ) from error


def check_slots(value: str) -> None:
    """Slots with the plugins that fill them, each slot once."""
    known: set[str] = set()
    for problem in find_slot_problems(value, known):
        raise ValueError(f"AIXPLORE_PLUGIN_SLOTS: {problem}")


def find_slot_problems(value: str, known: set[str]) -> Iterator[str]:
    """What is wrong with the entries. known: takes up the slots that were given."""
    for entry in split_words(value):
        slot, _, plugins = entry.partition(":")
        names = plugins.split("/")
        if not re.fullmatch(r"\w+:\w+(/\w+)*", entry):
            yield f"{entry!r} is not of the form slot:plugin or slot:plugin/fallback"
        if len(set(names)) < len(names):
            yield f"{entry!r} names a plugin twice. Name each once, the fallback behind /"
        if slot in known:
            yield f"the slot {slot!r} is given twice. Put a fallback behind /: {slot}:first/second"
        known.add(slot)
