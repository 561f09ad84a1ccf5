"""Secrets that lie in files: `<NAME>_FILE` names the file that holds `<NAME>`, as secrets of containers are given."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings

from cms.base.secret_files import SecretFileError, read_secret

__all__ = ["SECRETS", "SecretFiles"]


def name_file(secret: str) -> Any:
    """The setting that names the file of a secret."""
    return Field(
        default=None, description=f"File that holds `{secret}`, for its owner or group alone to read."
    )


class SecretFiles(BaseSettings):
    """The settings that name files of secrets. A secret is given as itself or as a file."""

    secret_key_file: Path | None = name_file("SECRET_KEY")
    secret_key_fallbacks_file: Path | None = name_file("SECRET_KEY_FALLBACKS")
    database_url_file: Path | None = name_file("DATABASE_URL")
    redis_url_file: Path | None = name_file("REDIS_URL")
    email_url_file: Path | None = name_file("EMAIL_URL")
    metrics_token_file: Path | None = name_file("METRICS_TOKEN")
    sign_in_google_client_secret_file: Path | None = name_file("SIGN_IN_GOOGLE_CLIENT_SECRET")
    sign_in_github_client_secret_file: Path | None = name_file("SIGN_IN_GITHUB_CLIENT_SECRET")
    sign_in_microsoft_client_secret_file: Path | None = name_file("SIGN_IN_MICROSOFT_CLIENT_SECRET")
    sign_in_oidc_client_secret_file: Path | None = name_file("SIGN_IN_OIDC_CLIENT_SECRET")
    media_access_key_file: Path | None = name_file("MEDIA_ACCESS_KEY")
    media_secret_key_file: Path | None = name_file("MEDIA_SECRET_KEY")

    @model_validator(mode="before")
    @classmethod
    def fill_secrets(cls, given: Mapping[str, Any]) -> dict[str, Any]:
        """What is given, with the secrets that files hold; a file that cannot be used is left to `hold_secrets`."""
        filled = dict(given)
        for secret in SECRETS:
            if not (named := given.get(f"{secret}_file")):
                continue
            try:
                value = read_secret(Path(named))
            except SecretFileError:
                continue
            if given.get(secret) not in (None, "", value):
                name = secret.upper()
                raise ValueError(f"{name} and {name}_FILE are both set and differ: keep one of them")
            filled[secret] = value
        return filled

    @field_validator("*", mode="after")
    @classmethod
    def hold_secrets(cls, value: Any, info: ValidationInfo) -> Any:
        """Reject a file without a secret, and one that others can read."""
        name = info.field_name or ""
        if value is not None and name.removesuffix("_file") in SECRETS and name.endswith("_file"):
            try:
                read_secret(value)
            except SecretFileError as error:
                raise ValueError(f"{name.upper()}: {error}") from None
        return value


SECRETS = tuple(name.removesuffix("_file") for name in SecretFiles.model_fields)
