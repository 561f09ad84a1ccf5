"""Settings of the analytics in ClickHouse."""

from __future__ import annotations

from typing import Self

from pydantic import BaseModel, Field, SecretStr, field_validator, model_validator

from cms.plugin_api import check_http_address

__all__ = ["Settings"]


class Settings(BaseModel):
    """url: of the server's HTTP interface. database: exists already, and belongs to one site alone. ca_certs: a file
    with the certificates that the server's must be signed by. timeout: seconds that a question may take; the site waits
    for one. write_timeout: seconds that anything else may take. kept_months: whole months, before the current one, of
    which single events are kept. kept_count_months: the same for counts by hour and day."""

    url: str = "http://127.0.0.1:8123"
    database: str = Field(default="aixplore", pattern=r"^[A-Za-z_][A-Za-z0-9_]{0,62}$")
    username: str = "default"
    password: SecretStr = SecretStr("")
    ca_certs: str = ""
    timeout: float = Field(default=0.9, gt=0, le=10)
    write_timeout: float = Field(default=25, ge=1, le=28)
    kept_months: int = Field(default=3, ge=1, le=120)
    kept_count_months: int = Field(default=36, ge=1, le=1200)

    @field_validator("url")
    @classmethod
    def is_address(cls, url: str) -> str:
        return check_http_address(url)

    @model_validator(mode="after")
    def keep_counts_longer(self) -> Self:
        if self.kept_count_months < self.kept_months:
            raise ValueError(
                "kept_count_months is less than kept_months: counts are kept for longer than events."
            )
        return self
