"""For the tests, which get servers of their own from tests/conftest.py."""

import os

from cms.settings.base import *  # noqa: F403
from cms.settings.base import CACHES, DATABASES

SECRET_KEY = "for-tests-only-this-key-signs-nothing-of-value-0123456789"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1", "other.example"]
DATABASES["default"]["OPTIONS"] = {}
CACHES["default"]["KEY_PREFIX"] = f"test-{os.getpid()}"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
WAGTAIL_AUTOSAVE_INTERVAL = 0
GRAPHQL_PLAYGROUND = True
