"""Settings of the vectors in Elasticsearch and OpenSearch."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field, SecretStr, field_validator

from cms.plugin_api import check_http_address

__all__ = ["Settings"]

Flavour = Literal["elasticsearch8", "elasticsearch9", "opensearch"]


class Settings(BaseModel):
    """hosts: addresses of the servers. flavour: which client speaks with them; that of Elasticsearch 8 also with 9.
    prefix: of the names of indices, one for each site that shares a server. timeout: seconds that a search may take.
    write_timeout: seconds that a write may take. replicas: copies of the index on other nodes."""

    hosts: list[str] = Field(default=["http://127.0.0.1:9200"], min_length=1)
    flavour: Flavour = "elasticsearch9"
    prefix: str = Field(default="aixplore-", pattern=r"^[a-z0-9][a-z0-9_-]{0,60}$")
    username: str = ""
    password: SecretStr = SecretStr("")
    api_key: SecretStr = SecretStr("")
    ca_certs: str = ""
    timeout: float = Field(default=0.3, gt=0, le=0.4)
    write_timeout: float = Field(default=20, gt=0, le=25)
    replicas: int = Field(default=0, ge=0)

    @field_validator("hosts")
    @classmethod
    def are_addresses(cls, hosts: list[str]) -> list[str]:
        return [check_http_address(each) for each in hosts]
