"""The official client of the server that the settings name."""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from types import ModuleType
from typing import Any

from cms.plugin_api import settings_of
from plugins.vectors_elasticsearch.settings import Settings

__all__ = ["get_client", "get_helpers", "import_client", "is_opensearch", "read_status"]

CLIENTS = {
    "elasticsearch8": ("elasticsearch8", "Elasticsearch"),
    "elasticsearch9": ("elasticsearch9", "Elasticsearch"),
    "opensearch": ("opensearchpy", "OpenSearch"),
}
"""Module and class of each."""
CONNECTIONS = 10
"""That a process keeps open to each host. OpenSearch's client would keep one, and open one more for each further call
at the same time; Elasticsearch's keeps ten."""


def import_client(flavour: str) -> ModuleType:
    """The client's package; ImportError that names the remedy."""
    try:
        return import_module(CLIENTS[flavour][0])
    except ImportError as error:
        raise ImportError(
            f'the client of {flavour} is not installed: pip install "aixplore[{flavour}]"'
        ) from error


def get_helpers() -> ModuleType:
    return import_module(f"{CLIENTS[settings_of(Settings).flavour][0]}.helpers")


def is_opensearch() -> bool:
    return settings_of(Settings).flavour == "opensearch"


def get_client(*, writes: bool = False) -> Any:
    """The client for searching, or for everything that takes longer. It never tries again by itself."""
    given = settings_of(Settings)
    return create_client(
        given.flavour,
        tuple(given.hosts),
        given.write_timeout if writes else given.timeout,
        given.username,
        given.password.get_secret_value(),
        given.api_key.get_secret_value(),
        given.ca_certs,
    )


@lru_cache(maxsize=8)
def create_client(
    flavour: str,
    hosts: tuple[str, ...],
    timeout: float,
    username: str,
    password: str,
    api_key: str,
    ca_certs: str,
) -> Any:
    create = getattr(import_client(flavour), CLIENTS[flavour][1])
    options: dict[str, Any] = {"max_retries": 0, "retry_on_timeout": False}
    if ca_certs:
        options["ca_certs"] = ca_certs
    login = "http_auth" if flavour == "opensearch" else "basic_auth"
    if api_key and flavour != "opensearch":
        options["api_key"] = api_key
    elif username:
        options[login] = (username, password)
    if flavour == "opensearch":
        return create(list(hosts), timeout=timeout, pool_maxsize=CONNECTIONS, **options)
    return create(list(hosts), request_timeout=timeout, **options)


def read_status(error: Exception) -> int | None:
    """The HTTP status that the server answered; None where it answered none."""
    status = getattr(error, "status_code", getattr(getattr(error, "meta", None), "status", None))
    return status if isinstance(status, int) else None
