"""Settings of the calls to the theme."""

from __future__ import annotations

from pydantic import BaseModel, Field, SecretStr, field_validator

from cms.plugin_api import check_http_address


class Settings(BaseModel):
    """addresses: of the theme's revalidation route, one for each instance; nothing is sent while there is none.
    secret: shared with the theme (its REVALIDATE_SECRET), at least 32 characters. window: seconds in which further
    changes are gathered into one call."""

    addresses: list[str] = []
    secret: SecretStr = SecretStr("")
    window: float = Field(default=0.5, gt=0, le=30)

    @field_validator("addresses")
    @classmethod
    def are_addresses(cls, addresses: list[str]) -> list[str]:
        return [check_http_address(each, takes_options=True) for each in addresses]
