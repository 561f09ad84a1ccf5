"""The official client of the server that the settings name."""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from types import ModuleType
from typing import Any

from cms.plugin_api import settings_of
from plugins.search_elasticsearch.settings import Settings

__all__ = ["Snapshot", "get_client", "get_helpers", "import_client", "is_missing"]

MODULES = {
    "elasticsearch8": "elasticsearch8",
    "elasticsearch9": "elasticsearch9",
    "opensearch": "opensearchpy",
}
CLASSES = {"elasticsearch8": "Elasticsearch", "elasticsearch9": "Elasticsearch", "opensearch": "OpenSearch"}
CONNECTIONS = 10
"""That a process keeps open to each host. OpenSearch's client would keep one, and open one more for each further call
at the same time; Elasticsearch's keeps ten."""
KEPT = "2m"
"""How long the server keeps the view of a scan."""


def import_client(flavour: str) -> ModuleType:
    """The client's package; ImportError that names the remedy."""
    try:
        return import_module(MODULES[flavour])
    except ImportError as error:
        raise ImportError(
            f'the client of {flavour} is not installed: pip install "aixplore[{flavour}]"'
        ) from error


def get_helpers() -> ModuleType:
    return import_module(f"{MODULES[settings_of(Settings).flavour]}.helpers")


def get_client(*, writes: bool = False) -> Any:
    """The client for searching, or for everything that takes longer. It never tries again by itself: its caller
    decides what to do meanwhile."""
    settings = settings_of(Settings)
    timeout = settings.write_timeout if writes else settings.timeout
    secrets = (settings.password.get_secret_value(), settings.api_key.get_secret_value())
    return create_client(
        settings.flavour, tuple(settings.hosts), timeout, settings.username, *secrets, settings.ca_certs
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
    create = getattr(import_client(flavour), CLASSES[flavour])
    options: dict[str, Any] = {"max_retries": 0, "retry_on_timeout": False}
    if ca_certs:
        options["ca_certs"] = ca_certs
    if flavour == "opensearch":
        if username:
            options["http_auth"] = (username, password)
        return create(list(hosts), timeout=timeout, pool_maxsize=CONNECTIONS, **options)
    if api_key:
        options["api_key"] = api_key
    elif username:
        options["basic_auth"] = (username, password)
    return create(list(hosts), request_timeout=timeout, **options)


def is_missing(error: Exception) -> bool:
    """Whether the server said that there is no such index or alias."""
    return getattr(error, "status_code", getattr(getattr(error, "meta", None), "status", None)) == 404


class Snapshot:
    """A point in time of an index, to be scanned page by page; closed when the block ends."""

    def __init__(self, client: Any, index: str) -> None:
        self.client, self.index = client, index
        self.is_opensearch = settings_of(Settings).flavour == "opensearch"

    def __enter__(self) -> dict[str, str]:
        """What a search names instead of an index."""
        if self.is_opensearch:
            self.id = self.client.create_pit(index=self.index, params={"keep_alive": KEPT})["pit_id"]
        else:
            self.id = self.client.open_point_in_time(index=self.index, keep_alive=KEPT)["id"]
        return {"id": self.id, "keep_alive": KEPT}

    def __exit__(self, *error: object) -> None:
        if self.is_opensearch:
            self.client.delete_pit(body={"pit_id": [self.id]})
        else:
            self.client.close_point_in_time(id=self.id)
