"""Behind a proxy that terminates TLS. Starting without what must be given is refused, naming the setting."""

from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from cms.settings.base import *  # noqa: F403
from cms.settings.base import env

DEBUG = False
for name in ("secret_key", "database_url", "redis_url", "allowed_hosts"):
    if not getattr(env, name):
        raise ImproperlyConfigured(f"{name.upper()} is not set. See docs/reference/settings.md.")
if len(env.secret_key) < 50:
    raise ImproperlyConfigured("SECRET_KEY is shorter than 50 characters.")

ALLOWED_HOSTS = env.words("allowed_hosts")
CSRF_TRUSTED_ORIGINS = env.words("csrf_trusted_origins") or [env.base_url]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = urlsplit(env.base_url).scheme == "https"
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
}
if env.email_url:
    smtp = urlsplit(env.email_url)
    EMAIL_HOST, EMAIL_PORT = smtp.hostname, smtp.port or 587
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD, EMAIL_USE_TLS = smtp.username or "", smtp.password or "", True
