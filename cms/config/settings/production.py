"""Behind a proxy that terminates TLS. Starting without what must be given is refused, naming the setting."""

from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from cms.base.shared_values import share_values
from cms.config.settings.base import *  # noqa: F403
from cms.config.settings.base import INSTALLED_APPS, METRICS_FOLDER, STORAGES, env
from cms.config.settings.mail import smtp_settings
from cms.config.settings.plugins import install_plugins
from cms.config.settings.requirements import find_missing

DEBUG = False
API_INTROSPECTION = env.api_introspection is True
if missing := find_missing(env):
    raise ImproperlyConfigured("\n".join(missing))

ALLOWED_HOSTS = env.words("allowed_hosts")
CSRF_TRUSTED_ORIGINS = env.words("csrf_trusted_origins") or [env.base_url]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = urlsplit(env.base_url).scheme == "https"
SECURE_REDIRECT_EXEMPT = [r"^(?:livez|readyz|metrics|graphql)$"]  # asked from within, past the proxy
SECURE_HSTS_SECONDS = (
    31_536_000  # of this host; its neighbours and preload lists are the operator's to decide
)
SILENCED_SYSTEM_CHECKS = [
    "security.W002",  # cms.http.headers.FramesMiddleware, which Django does not know, is its middleware
    "security.W005",  # sub-domains and preload, see above
    "security.W021",
    "oauth2_provider.W008",  # http is for programs on people's own machines; create_client refuses other hosts
]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
if env.email_url:
    globals().update(smtp_settings(env.email_url))
share_values(METRICS_FOLDER)
INSTALLED_APPS += install_plugins(env, only_bundled=True)
