"""WSGI entry point: pages, admin and GraphQL."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.config.settings.production")
application = get_wsgi_application()
