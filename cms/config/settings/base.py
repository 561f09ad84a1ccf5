"""What holds everywhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from psycopg.conninfo import conninfo_to_dict

from cms.base.time_zones import time_zones
from cms.config.settings.catalogues import list_catalogue_folders
from cms.config.settings.env import BASE_DIR, CODE_DIR, Environment, from_site, read_environment  # noqa: F401  (both are settings too)
from cms.config.settings.logs import logging_config
from cms.config.settings.media import FOLDERS, build_media_storage
from cms.config.settings.oauth import build_provider_settings
from cms.config.settings.words import read_servers
from cms.ratelimit.limits import AUDIENCES, apply_changes, check_rate_changes

env = read_environment()
ENVIRONMENT_VARIABLES = frozenset(name.upper() for name in Environment.model_fields)
"""The site's own variables, which a plugin's secret cannot name."""

INSTALLED_APPS = [
    "cms.config",
    "cms.site",
    "cms.identity",
    "cms.people",
    "cms.media",
    "cms.exchange",
    "cms.audit",
    "cms.links",
    "cms.merging",
    "cms.relevance",
    "cms.analytics",
    "cms.audience",
    "cms.publishing",
    "cms.operations",
    "cms.plugins",
    "content_types.base",
    "content_types.blocks",
    "content_types.taxonomy",
    "content_types.vendors",
    "content_types.solutions",
    "content_types.reviews",
    "content_types.events",
    "content_types.pages",
    "cms.indexing",
    "content_api",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.typed_table_block",
    "wagtail.contrib.simple_translation",
    "wagtail.locales",
    "wagtail.embeds",
    "wagtail.sites",
    "cms.people.users_app.UsersConfig",
    "wagtail.snippets",
    "grapple",
    "graphene_django",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "cms.compat",
    "oauth2_provider",
    "social_django",
    "django_filters",
    "modelcluster",
    "taggit",
    "django_tasks",
    "django_tasks_db",
    "django_structlog",
    "corsheaders",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
]

MIDDLEWARE = [
    "cms.http.headers.SecurityHeadersMiddleware",
    "cms.http.headers.FramesMiddleware",
    "cms.http.headers.ForwardedMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "cms.analytics.middleware.CollectMiddleware",
    "cms.http.outages.OutageMiddleware",
    "content_api.transport.early_rejection.EarlyRejectionMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "cms.http.language.UserLocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "cms.compat.wagtail_parameters.MalformedParametersMiddleware",
    "cms.visibility.middleware.AdminGateMiddleware",
    "cms.http.request_log.RequestLogMiddleware",
    "cms.audit.middleware.AuditActorMiddleware",
]

ROOT_URLCONF = "cms.config.urls"
WSGI_APPLICATION = "cms.config.wsgi.application"
ASGI_APPLICATION = "cms.config.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]
FORM_RENDERER = "cms.compat.form_renderer.DirectRenderer"


PREPARED_AFTER = 5
"""How often a connection executes a statement before the server keeps its plan: psycopg's own default."""


def database(url: str) -> dict[str, Any]:
    """Django's form of a postgresql:// address; what is more than place and person (sslmode…) is passed on."""
    parts: dict[str, Any] = conninfo_to_dict(url)
    names = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    known = {name: parts.pop(part, "") for name, part in names.items()}
    return {
        "ENGINE": "cms.database",
        **known,
        "CONN_MAX_AGE": 600,  # each thread keeps a connection: see docs/adr/0010-whole-requests-and-no-pool.md
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "connect_timeout": 3,
            "prepare_threshold": PREPARED_AFTER if env.database_prepares_statements else None,
            **parts,
        },
    }


DATABASE_PATIENCE = env.database_patience
DATABASES = {"default": database(env.database_url)}
CACHES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "django_redis.cache.RedisCache",
        "LOCATION": env.redis_url,
        "KEY_PREFIX": "aixplore",
        "OPTIONS": {
            "IGNORE_EXCEPTIONS": True,  # without its cache the site is slower, not down
            "SOCKET_CONNECT_TIMEOUT": 0.25,
            "SOCKET_TIMEOUT": 0.25,
        },
    }
}
DJANGO_REDIS_LOG_IGNORED_EXCEPTIONS = True
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
MIGRATION_MODULES: dict[str, str | None] = {}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
PASSWORD_HASHERS = [
    f"django.contrib.auth.hashers.{name}PasswordHasher"
    for name in ("Argon2", "PBKDF2", "PBKDF2SHA1", "Scrypt")
]
"""The first makes new hashes; those that others made are replaced when their owner signs in."""
AUTHENTICATION_BACKENDS = [
    "cms.identity.sign_in.SignInLimitBackend",
    "cms.people.backends.NameOrEmailBackend",
]
SESSION_ENGINE = "cms.people.session_store"
PASSWORD_RESET_TIMEOUT = 24 * 3600
SIGN_UP = env.sign_up
SIGN_IN_PROVIDERS = env.build_providers()
LOGIN_URL = "wagtailadmin_login"
OAUTH2_PROVIDER_APPLICATION_MODEL = (
    "oauth2_provider.Application"  # its default, which migrations ask for by name
)
OAUTH2_PROVIDER = build_provider_settings(env.base_url)
LOGIN_REDIRECT_URL = "wagtailadmin_home"

LANGUAGE_CODE = "en"
PRICE_CURRENCY = env.price_currency
AUDIT_ANCHOR_FILE, AUDIT_ANCHOR_URL = env.audit_anchor_file, env.audit_anchor_url
PROFILE_CHECK_DAYS, LINK_CHECK_DAYS = env.profile_check_days, env.link_check_days
SEARCH_LOG_DAYS, JOURNAL_DAYS, CLAIM_DAYS = env.search_log_days, env.journal_days, env.claim_days
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("en", "English"), ("de", "Deutsch")]
TIME_ZONE = env.time_zone
PLUGIN_FOLDERS = [from_site(Path(name)) for name in env.words("aixplore_plugins_dir")]
LOCALE_PATHS = list_catalogue_folders(CODE_DIR, PLUGIN_FOLDERS)
USE_I18N = USE_TZ = True
FORMAT_MODULE_PATH = "cms.config.formats"

STATIC_URL, MEDIA_URL = "/static/", "/media/"
STATIC_ROOT = from_site(env.static_dir) if env.static_dir else env.var_dir / "static"
MEDIA_ROOT = env.var_dir / "media"
MEDIA_ACCEL, MEDIA_MAX_AGE = env.media_accel, 3600
STORAGES: dict[str, dict[str, Any]] = {
    "default": build_media_storage(env),
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
IMPORTS_PREFIX = FOLDERS["imports"]
"""What lies below it in MEDIA_BUCKET are uploaded imports."""
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
LARGEST_REQUEST = 1024 * 1024
"""Bytes of a request to anything but the admin and the API, such as an address of a plugin."""
LARGEST_UPLOAD = 64 * 1024 * 1024
"""Bytes of a request to the admin: above all limits of uploads, which have messages of their own."""
LARGEST_MANIFEST = 2 * 1024 * 1024
"""Bytes of the trusted documents of a release."""
WEB_THREADS = env.web_threads

WAGTAIL_SITE_NAME = "AiXplore"
WAGTAILADMIN_BASE_URL = env.base_url
WAGTAIL_I18N_ENABLED = True
WAGTAIL_ALLOW_UNICODE_SLUGS = (
    False  # what is typed is spelt in ASCII, and base/slugs.py does it for every script
)
WAGTAIL_USER_TIME_ZONES = sorted(time_zones())
WAGTAILIMAGES_IMAGE_MODEL = "media.Image"
WAGTAILDOCS_DOCUMENT_MODEL = "media.Document"
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp", "avif"]
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "key", "odt", "pdf", "pptx", "rtf", "txt", "xlsx", "zip"]
WAGTAILIMAGES_IMAGE_FORM_BASE = "cms.media.forms.ImageForm"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "cms.media.forms.DocumentForm"
WAGTAILDOCS_SERVE_METHOD = "serve_view"  # the site sends documents, from wherever they are kept
WAGTAILDOCS_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "cms.compat.modelsearch"}}
WAGTAILEMBEDS_FINDERS = [{"class": "cms.http.oembed"}]
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = WAGTAIL_EMAIL_MANAGEMENT_ENABLED = (
    False  # they are changed below /account/
)
WAGTAIL_GRAVATAR_PROVIDER_URL = None
TAGGIT_CASE_INSENSITIVE = True
IMAGE_PRESETS = {
    "thumb": "fill-160x160|format-webp",
    "card": "fill-640x400|format-webp",
    "large": "max-1600x1600|format-webp",
    "logo": "max-320x320|format-webp",
}

IMAGE_WIDTHS = (320, 640, 960, 1600)
IMAGE_FORMATS = ("avif", "webp")

GRAPPLE = {
    "APPS": ["media", "taxonomy", "vendors", "solutions", "reviews", "events", "pages"],
    "PAGE_INTERFACE": "content_api.schema.types.interfaces.PageInterface",
    "SNIPPET_INTERFACE": "content_api.schema.types.interfaces.SnippetInterface",
}
CONTENT_API = {
    "PAGE_SIZE": 20,
    "MAX_PAGE_SIZE": 100,
    "MAX_OFFSET": 10_000,
}
"""Rows of a connection."""
API_INTROSPECTION = env.api_introspection is not False
API_PUBLISHES_SCHEMA = env.api_publishes_schema
EDITORIAL_API = env.editorial_api
API_LIMITS = apply_changes(AUDIENCES, env.api_limits)
"""Limits of requests by audience: anonymous clients; signed-in users and keys. See docs/reference/limits.md."""
RATE_BUCKETS = check_rate_changes(env.rate_buckets)
"""How often one client may do what has a bucket of its own. See docs/reference/limits.md."""
API_STATUS_CODES = env.api_status_codes
API_ONLY_TRUSTED = env.api_only_trusted
API_ANSWER_CACHE_BYTES = env.api_answer_cache_bytes
API_ANSWER_CACHE_RESERVED = env.api_answer_cache_reserved
SHARED_ANSWERS_URL: str | None = env.redis_url if env.api_shared_answers else None
SHARED_ANSWERS_PREFIX = "aixplore-answers"
"""Where processes share answers, and of what the keys there begin with."""
API_ROWS_TIER = env.api_rows_tier
API_TAG_HEADER = env.api_tag_header
API_TRUSTED_MAX_AGE = env.api_trusted_max_age
API_TRUSTED_STALE = env.api_trusted_stale

EVENT_DAYS_AHEAD, EVENT_DAYS_BACK = env.event_days_ahead, env.event_days_back

RATE_LIMITS_URL: str | None = env.redis_url
COLLECT_EVENTS = env.collect_events
COLLECT_DATA_CENTRES = env.collect_data_centres
EVENT_SERVER_URL: str | None = env.redis_url
EVENT_KEY_PREFIX = "aixplore-events"
"""Where events of visits wait, and of what the keys there begin with."""
TRUSTED_PROXIES = env.proxies()
PLUGIN_REFRESH_SECONDS = 2.0
PLUGIN_SECONDS_FACTOR = 1.0
"""Multiplies the seconds that calls of plugins may take; tests raise it, since machines may be busy."""
METRICS_TOKEN = env.metrics_token
METRICS_PORT = env.metrics_port
TRACES_URL, TRACES_SHARE = env.traces_url, env.traces_share
METRICS_FOLDER = env.prometheus_multiproc_dir or env.var_dir / "metrics"
DNS_SERVERS = read_servers(env.dns_servers)
OUTGOING_ALLOWED_HOSTS = env.words("outgoing_allowed_hosts")
FRONTEND_URL = env.frontend_url
CORS_ALLOWED_ORIGINS = env.origins()
CORS_URLS_REGEX = r"^/(?:collect|graphql(?:/schema\.graphql)?)\Z"
CORS_ALLOW_CREDENTIALS = True
CORS_ALLOW_METHODS = ["GET", "HEAD", "OPTIONS", "POST"]
CORS_ALLOW_HEADERS = [
    "accept",
    "authorization",
    "content-type",
    "idempotency-key",
    "if-none-match",
    "traceparent",
]
CORS_EXPOSE_HEADERS = ["ETag", "Idempotency-Replayed", "RateLimit", "RateLimit-Policy", "Retry-After"]
CORS_PREFLIGHT_MAX_AGE = 7200
GRAPHQL_PLAYGROUND = env.graphql_playground is True
CSRF_TRUSTED_ORIGINS = env.words("csrf_trusted_origins")
SECRET_KEY, SECRET_KEY_FALLBACKS = env.secret_key, env.words("secret_key_fallbacks")
DEFAULT_FROM_EMAIL = env.default_from_email
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
LOGGING = logging_config(env.log_level, pretty=False)
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False  # an address is personal data
