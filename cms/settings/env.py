"""The one place that reads the environment: every setting an operator may give, typed and explained."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

BASE_DIR = Path(__file__).resolve().parent.parent.parent


class Environment(BaseSettings):
    """Environment variables, or lines of a `.env` file beside manage.py. Secrets are never printed."""

    model_config = SettingsConfigDict(env_file=BASE_DIR / ".env", extra="ignore", frozen=True)

    secret_key: str = Field("", repr=False, description="Signs sessions and cursors; at least 50 random characters.")
    database_url: str = Field(
        "", repr=False, description="postgresql://user:password@host:port/name; empty starts a server of our own."
    )
    redis_url: str = Field(
        "", repr=False, description="redis://host:port/0 of Valkey or Redis; empty starts a server of our own."
    )
    allowed_hosts: str = Field("", description="Host names that are answered, separated by commas.")
    csrf_trusted_origins: str = Field("", description="Origins of the admin behind a proxy, separated by commas.")
    base_url: str = Field("http://127.0.0.1:8000", description="Public address of the API, admin and media.")
    frontend_url: str = Field("http://127.0.0.1:3000", description="Public address of the frontend.")
    var_dir: Path = Field(BASE_DIR / "var", description="Folder for media, static files and our own servers' data.")
    time_zone: str = Field("UTC", description="Time zone of the admin.")
    log_level: str = Field("INFO", description="DEBUG, INFO, WARNING or ERROR.")
    email_url: str = Field("", repr=False, description="smtp://user:password@host:port; empty prints e-mail.")
    default_from_email: str = Field("aixplore@localhost", description="Sender of e-mail.")

    def words(self, name: str) -> list[str]:
        """A comma-separated setting as a list."""
        return [word.strip() for word in getattr(self, name).split(",") if word.strip()]


env = Environment()
