"""For tests, which get servers of their own from `aixplore.testing`: see cms/testing/plugin.py."""

import os

from cms.config.settings.base import *  # noqa: F403
from cms.config.settings.base import CACHES, DATABASES, INSTALLED_APPS, env
from cms.config.settings.logs import logging_config
from cms.config.settings.plugins import install_plugins

SECRET_KEY = "for-tests-only-this-key-signs-nothing-of-value-0123456789"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1", "other.example"]
DATABASES["default"]["CONN_MAX_AGE"] = 0
CACHES["default"]["KEY_PREFIX"] = f"test-{os.getpid()}"  # workers of a parallel run share one server
CACHES["default"]["OPTIONS"] |= {
    "IGNORE_EXCEPTIONS": False,
    "SOCKET_TIMEOUT": 5,
}  # a busy machine is no fault
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
API_ANSWER_CACHE_BYTES = 0  # tests of other parts ask twice and count statements
SHARED_ANSWERS_URL = None
SHARED_ANSWERS_PREFIX = f"test-{os.getpid()}-answers"
TASKS = {"default": {"BACKEND": "cms.testing.late_indexing.LateIndexingBackend"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
WAGTAIL_AUTOSAVE_INTERVAL = 0
RATE_LIMITS_URL = None  # each test counts for itself
EVENT_KEY_PREFIX = f"test-{os.getpid()}-events"
PLUGIN_REFRESH_SECONDS = 3600.0  # a look at the cache would be an uncounted statement now and then
GRAPHQL_PLAYGROUND = True
LOGGING = logging_config("WARNING", pretty=True)
INSTALLED_APPS += install_plugins(env, only_bundled=True)
