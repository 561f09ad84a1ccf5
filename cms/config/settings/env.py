"""The one place that reads the environment: every setting an operator may give, typed and explained."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from dotenv import dotenv_values
from pydantic import Field, ValidationError, ValidationInfo, field_validator
from pydantic_core import ErrorDetails
from pydantic_settings import SettingsConfigDict

from cms.config.settings.addresses import ADDRESSES, check_address
from cms.config.settings.media import MediaSettings
from cms.config.settings.paths import PATH_CHECKS, check_plugin_folder
from cms.config.settings.retention import RetentionSettings
from cms.config.settings.secret_files import SecretFiles
from cms.config.settings.social import SocialSettings
from cms.config.settings.texts import TEXTS
from cms.config.settings.words import (
    NO_PROXY,
    check_hosts,
    check_networks,
    check_origins,
    check_plugins,
    check_site_hosts,
    check_slots,
    read_servers,
    split_words,
)  # fmt: skip
from cms.ratelimit.limits import AUDIENCES, apply_changes, check_rate_changes

CODE_DIR = Path(__file__).resolve().parents[3]
"""Where our packages lie: the checkout, or the folder in which the wheel was installed."""
BASE_DIR = CODE_DIR if (CODE_DIR / "graphql" / "content_api").is_dir() else Path.cwd()
"""The site's own folder: the checkout; with an installed wheel, the folder in which the process was started."""
ENV_ENCODING = "utf-8-sig"
"""Of the .env file: Windows' editors put a mark before the first name, which would be a part of it otherwise."""
LIMITED: dict[str, Callable[[str], object]] = {
    "api_limits": partial(apply_changes, AUDIENCES),
    "rate_buckets": check_rate_changes,
}
LISTS: dict[str, Callable[[str], object]] = {
    "allowed_hosts": check_site_hosts,
    "trusted_proxies": check_networks,
    "cors_allowed_origins": partial(check_origins, "CORS_ALLOWED_ORIGINS"),
    "csrf_trusted_origins": partial(check_origins, "CSRF_TRUSTED_ORIGINS", below="*."),
    "outgoing_allowed_hosts": check_hosts,
    "dns_servers": read_servers,
    "aixplore_plugins": check_plugins,
    "aixplore_plugin_slots": check_slots,
}


class SettingsError(ValueError):
    """Settings that cannot be used; a line for each."""


def from_site(path: Path) -> Path:
    """A path that a setting names, which is relative to the site's folder; `~` is the user's home."""
    return BASE_DIR / path.expanduser()


def read_environment() -> Environment:
    """The settings of the environment; SettingsError when one is wrong."""
    try:
        return Environment()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not text in UTF-8"
        raise SettingsError(
            f"{BASE_DIR / '.env'} cannot be read: {reason}. Correct it, or remove it."
        ) from None
    except ValidationError as error:
        raise SettingsError("\n".join(map(describe_error, error.errors(include_url=False)))) from None


def describe_error(error: ErrorDetails) -> str:
    """A line that names the setting and what is wrong with it."""
    name, text = (
        "".join(map(str, error["loc"][:1])).upper(),
        error["msg"].removeprefix("Value error, ").rstrip("."),
    )
    return f"{text if text.startswith(name) else f'{name}: {text}'}. See docs/reference/settings.md."


class Environment(MediaSettings, RetentionSettings, SocialSettings, SecretFiles):
    """Environment variables, or lines of a `.env` file in the site's folder. Errors never repeat what was given."""

    model_config = SettingsConfigDict(
        env_file=BASE_DIR / ".env",
        env_file_encoding=ENV_ENCODING,
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    secret_key: str = Field(
        default="", repr=False, description="Signs sessions and cursors; at least 50 random characters."
    )
    secret_key_fallbacks: str = Field(
        default="",
        repr=False,
        description="Earlier values of SECRET_KEY, separated by commas, which still open what they signed or sealed. "
        "`manage.py rotate_keys` encrypts it again, but for recovery codes, which need theirs.",
    )
    database_url: str = Field(
        default="",
        repr=False,
        description="`postgresql://user:password@host:port/name`, with `?sslmode=require` and the like. "
        "While developing, empty starts a server of our own.",
    )
    database_prepares_statements: bool = Field(
        default=True,
        description="Let PostgreSQL keep the plans of the API's statements, for each connection. Off behind a pooler "
        "that hands a connection to another client after each transaction and does not know prepared statements, such "
        "as PgBouncer before 1.21.",
    )
    database_patience: float = Field(
        default=0.4,
        ge=0.1,
        le=60,
        description="Seconds in which the database has to answer before requests are answered 503. More where it is "
        "far away, or shares busy processors with others.",
    )
    redis_url: str = Field(
        default="",
        repr=False,
        description="`redis://host:port/0` of Valkey or Redis. While developing, empty starts a server of our own.",
    )
    allowed_hosts: str = Field(
        default="", description="Host names that the site serves, separated by commas."
    )
    csrf_trusted_origins: str = Field(
        default="",
        description="Origins that may post to the admin, separated by commas; empty: that of `BASE_URL`.",
    )
    trusted_proxies: str = Field(
        default="",
        description="Networks of the proxies whose `X-Forwarded-For` and `X-Forwarded-Proto` are trusted, separated "
        "by commas (`10.0.0.0/8`); `none` if browsers reach this process directly. Empty: no `X-Forwarded-For` is "
        "trusted, so all anonymous clients behind a proxy share one token bucket; any `X-Forwarded-Proto` is, so "
        "your proxy must set it.",
    )
    base_url: str = Field(
        default="http://127.0.0.1:8000",
        description="Public address of the API, the admin and media. Required in production.",
    )
    frontend_url: str = Field(
        default="http://127.0.0.1:3000",
        description="Public address of the frontend; links to pages use it. Required in production.",
    )
    cors_allowed_origins: str = Field(
        default="",
        description="Origins whose pages may call the API from a browser with the visitor's cookies, separated by "
        "commas (`https://www.example.org`); empty: that of `FRONTEND_URL`.",
    )
    var_dir: Path = Field(
        default=Path("var"),
        validate_default=True,
        description="Folder for media, static files and the data of our own servers; relative to the site's folder.",
    )
    static_dir: Path | None = Field(
        default=None,
        description="Folder of the static files that `collectstatic` wrote, such as one of an image; relative to the "
        "site's folder. Empty: `static` in `VAR_DIR`.",
    )
    outgoing_allowed_hosts: str = Field(
        default="",
        description="Hosts with ports within your own network that requests may be sent to (`frontend:3000`), "
        "separated by commas, each as it is written in addresses; all other hosts must be public.",
    )
    web_threads: int = Field(
        default=2,
        ge=1,
        le=64,
        description="Requests that one process of the server works on at the same time; each thread keeps a database "
        "connection. Add processes (`--workers`) before threads, for threads of one process wait for each other.",
    )
    price_currency: str = Field(
        default="USD",
        pattern=r"^[A-Z]{3}$",
        description="Currency in which prices of solutions are ordered and filtered, as an ISO 4217 code (`USD`). "
        "Prices in other currencies are not converted.",
    )
    audit_anchor_file: Path | None = Field(
        default=None,
        description="A file to which the end of the audit log's chain is added every hour, on a disk that the "
        "database's owner cannot write to.",
    )
    audit_anchor_url: str = Field(
        default="",
        description="An address that gets the end of the audit log's chain every hour, as JSON by POST.",
    )
    time_zone: str = Field(default="UTC", description="Time zone of the admin.")
    event_days_ahead: int = Field(
        default=731,
        ge=31,
        le=3660,
        description="Days from now for which the occurrences of repeated events are stored, so that they can be "
        "listed and counted. After a change, run `manage.py rebuild_occurrences`.",
    )
    event_days_back: int = Field(
        default=731, ge=0, le=3660, description="Days before now for which they are kept."
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="INFO",
        description="The lowest level of messages that are logged: DEBUG, INFO, WARNING or ERROR.",
    )
    sign_up: bool = Field(
        default=True, description="Whether visitors may create accounts. Administrators always may."
    )
    dns_servers: str = Field(
        default="",
        description="Addresses of the DNS servers that are asked when a vendor is claimed by a record of its domain, "
        "separated by commas (`192.0.2.1`, `192.0.2.1:5353`). Empty: those of the machine.",
    )
    email_url: str = Field(
        default="",
        repr=False,
        description="`smtp://user:password@host:587` (STARTTLS) or `smtps://…:465`. Empty: in production, e-mail is "
        "written to the log; while developing, to `mail/` in `VAR_DIR`.",
    )
    default_from_email: str = Field(default="aixplore@localhost", description="Sender of e-mail.")
    api_introspection: bool | None = Field(
        default=None,
        description="Whether introspection is allowed. Empty: yes in development, no in production.",
    )
    api_publishes_schema: bool = Field(
        default=True, description="Whether `/graphql/schema.graphql` shows the schema, as a file."
    )
    editorial_api: bool = Field(
        default=True,
        description="Whether machines with a key or an access token reach `/api/v3/`, by which pages are written.",
    )
    graphql_playground: bool | None = Field(
        default=None,
        description="Whether GraphiQL is served at `/graphql/playground`; it needs introspection. Empty: yes while "
        "developing, no in production.",
    )
    api_limits: str = Field(
        default="",
        description="Other limits than those of docs/reference/limits.md, by audience, as JSON: "
        '`{"anonymous": {"bucket": 5000, "restore": 100}}`. `manage.py limits` shows the values in force.',
    )
    rate_buckets: str = Field(
        default="",
        description='Other rates than those listed there, by bucket: `{"search": {"amount": 50, "seconds": 3600}}`.',
    )
    api_only_trusted: bool = Field(
        default=False,
        description="Answers registered documents only, except for staff: see docs/howto/trusted-documents.md.",
    )
    api_status_codes: Literal["classic", "draft"] = Field(
        default="classic",
        description="HTTP statuses of GraphQL answers: `classic`, or `draft` for those of the newer GraphQL-over-HTTP "
        "draft (422 for documents that cannot be executed, 294 for data with errors).",
    )
    api_answer_cache_bytes: int = Field(
        default=64 * 2**20,
        ge=0,
        description="Bytes of anonymous answers that each process keeps. An answer is given out again only while "
        "nothing that it was read from has changed. 0: none are kept.",
    )
    api_answer_cache_reserved: int = Field(
        default=50,
        ge=0,
        le=100,
        description="Percent of these bytes for callers with a server key. The rest is shared evenly by clients that "
        "ask for registered documents and clients with documents of their own: none can make another's answers go.",
    )
    api_rows_tier: bool = Field(
        default=True,
        description="Content whose fields are columns, relations and declared batches is assembled from rows, without "
        "model instances. Answers are the same either way; `false` is slower.",
    )
    api_shared_answers: bool = Field(
        default=True,
        description="Answers to servers and to registered documents are also kept in REDIS_URL, so that a new process "
        "need not make them again: 5,120 of at most 32 KiB, for an hour.",
    )
    api_tag_header: Literal["", "Surrogate-Key", "Cache-Tag"] = Field(
        default="",
        description="A header with the tags of an answer, for a shared cache that purges by tag: `Surrogate-Key` "
        "(Fastly, Varnish) or `Cache-Tag` (Cloudflare). The tags are the names of the tables that the answer was read "
        "from. Empty: none is sent.",
    )
    api_trusted_max_age: int = Field(
        default=0,
        ge=0,
        description="Seconds for which shared caches may store an anonymous answer to a trusted document sent with GET "
        "without revalidation; withdrawn content stays readable for as long. 0: they revalidate each time, by ETag.",
    )
    api_trusted_stale: int = Field(
        default=0,
        ge=0,
        description="Further seconds for which caches may serve it stale while they revalidate.",
    )
    collect_events: bool = Field(
        default=False,
        description="Whether `/collect` takes events of visits, which the plugin in the slot `analytics` counts. See "
        "docs/howto/run-analytics.md.",
    )
    collect_data_centres: Path | None = Field(
        default=None,
        description="File with networks of data centres, one a line (`192.0.2.0/24`), whose events of visits are not "
        "counted; relative to the site's folder.",
    )
    metrics_token: str = Field(
        default="",
        repr=False,
        description="Requests with `Authorization: Bearer <token>` may read `/metrics`; at least 32 random characters. "
        "Empty: only administrators may.",
    )
    metrics_port: int = Field(
        default=0,
        ge=0,
        le=65_535,
        description="Port at which `db_worker`, `plugins run-jobs --forever` and `store_events --forever` answer "
        "`/metrics` with what they count, to requests with METRICS_TOKEN; for those alone in a container. 0: none.",
    )
    prometheus_multiproc_dir: Path | None = Field(
        default=None,
        description="Folder in which the processes of one machine share what they count, so that `/metrics` of any of "
        "them has the sum; not for two sites, and not on a network drive. Empty: `metrics` in `VAR_DIR`.",
    )
    traces_url: str = Field(
        default="",
        description="Address to which traces are sent (OTLP over HTTP), such as `http://collector:4318/v1/traces`; "
        "needs the packages of `aixplore[tracing]`. Empty: nothing is traced.",
    )
    traces_share: float = Field(
        default=0.1, ge=0, le=1, description="Share of traces that is sent, from 0 to 1."
    )
    aixplore_plugins: str = Field(
        default="",
        description="Plugins that may run, separated by commas, with version ranges (`feeds>=1`); `*` is "
        "every one that is found. Empty: every one while developing, in production those that come with AiXplore.",
    )
    aixplore_plugin_slots: str = Field(
        default="ratings:ratings_bayesian,search:search_postgres,vectors:vectors_postgres,analytics:analytics_postgres",
        description="Which plugin fills which slot: `slot:plugin`, separated by commas. A slot that is not named keeps "
        "its default. With `slot:plugin/fallback` the second plugin stands in while the first one fails.",
    )
    aixplore_plugins_dir: str = Field(
        default="",
        description="Folders with plugins of your own, one in each subfolder; separated by commas. Each must exist; "
        "relative to the site's folder.",
    )
    aixplore_plugin_settings: Path | None = Field(
        default=None,
        description="TOML file with settings of plugins, one table for each; relative to the site's folder. The "
        "variable `AIXPLORE_PLUGIN_<NAME>__<KEY>` sets a single one.",
    )
    aixplore_trace_hooks: bool = Field(
        default=False, description="Prints every call into a plugin to standard error, with its time and SQL."
    )

    @field_validator(*ADDRESSES)
    @classmethod
    def is_address(cls, value: str, info: ValidationInfo) -> str:
        name = info.field_name or ""
        if value:
            check_address(name.upper(), value)
        return value

    @field_validator(*PATH_CHECKS)
    @classmethod
    def can_be_used(cls, value: Path | None, info: ValidationInfo) -> Path | None:
        if value is None:
            return None
        name, path = info.field_name or "", from_site(value)
        PATH_CHECKS[name](name.upper(), path)
        return path

    @field_validator("aixplore_plugins_dir")
    @classmethod
    def names_folders(cls, value: str) -> str:
        folders = [from_site(Path(word.strip())) for word in value.split(",") if word.strip()]
        for folder in folders:
            check_plugin_folder("AIXPLORE_PLUGINS_DIR", folder)
        return ",".join(map(str, folders))

    @field_validator(*LIMITED)
    @classmethod
    def names_limits(cls, value: str, info: ValidationInfo) -> str:
        name = info.field_name or ""
        try:
            LIMITED[name](value)
        except ValueError as error:
            raise ValueError(f"{name.upper()}: {error}") from error
        return value

    @field_validator(*LISTS)
    @classmethod
    def names_words(cls, value: str, info: ValidationInfo) -> str:
        LISTS[info.field_name or ""](value)
        return value

    @field_validator(*TEXTS)
    @classmethod
    def has_form(cls, value: str, info: ValidationInfo) -> str:
        if value:
            TEXTS[info.field_name or ""](value)
        return value

    @field_validator("metrics_token")
    @classmethod
    def is_long(cls, value: str) -> str:
        if value and (len(value) < 32 or not value.isascii()):
            raise ValueError("METRICS_TOKEN must have at least 32 characters, all of them ASCII")
        return value

    @staticmethod
    def variables() -> dict[str, str]:
        """Every variable that is set, for the settings of plugins, whose names are not known here."""
        lines = {
            name: value
            for name, value in dotenv_values(BASE_DIR / ".env", encoding=ENV_ENCODING).items()
            if value is not None
        }
        return {**lines, **os.environ}

    def origins(self) -> list[str]:
        """The origins that browsers may ask the API from."""
        frontend = urlsplit(self.frontend_url)
        return self.words("cors_allowed_origins") or [f"{frontend.scheme}://{frontend.netloc}"]

    def proxies(self) -> list[str] | None:
        """The networks of trusted proxies; None if not configured."""
        return (
            [word for word in self.words("trusted_proxies") if word != NO_PROXY]
            if self.trusted_proxies
            else None
        )

    def words(self, name: str) -> list[str]:
        """A comma-separated setting as a list."""
        return split_words(getattr(self, name))
