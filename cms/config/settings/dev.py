"""On a developer's machine, and for the demo."""

from cms.base.shared_values import share_values
from cms.config.settings.base import *  # noqa: F403
from cms.config.settings.base import INSTALLED_APPS, METRICS_FOLDER, env
from cms.config.settings.logs import logging_config
from cms.config.settings.mail import smtp_settings
from cms.config.settings.plugins import install_plugins

DEBUG = True
GRAPHQL_PLAYGROUND = env.graphql_playground is not False
SECRET_KEY = env.secret_key or "for-development-only-this-key-signs-nothing-of-value-0123456789"
ALLOWED_HOSTS = env.words("allowed_hosts") or ["127.0.0.1", "localhost", "[::1]"]
EMAIL_BACKEND, EMAIL_FILE_PATH = "cms.http.mail.MailFolder", env.var_dir / "mail"
if env.email_url:
    globals().update(smtp_settings(env.email_url))
LOGGING = logging_config(env.log_level, pretty=True)
share_values(METRICS_FOLDER)
INSTALLED_APPS += install_plugins(env, only_bundled=False)
