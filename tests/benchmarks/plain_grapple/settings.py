"""Production's settings with Django's own database backend, Wagtail's usual middleware and Grapple's own types."""

from cms.config.settings.production import *  # noqa: F403
from cms.config.settings.production import DATABASES, GRAPPLE, INSTALLED_APPS

INSTALLED_APPS = ["tests.benchmarks.plain_grapple", *INSTALLED_APPS]
DATABASES["default"]["ENGINE"] = "django.db.backends.postgresql"
ROOT_URLCONF = "tests.benchmarks.plain_grapple.urls"
GRAPPLE = {"APPS": GRAPPLE["APPS"]}
GRAPHENE = {"SCHEMA": "grapple.schema.schema"}
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]
