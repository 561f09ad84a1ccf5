"""WSGI entry point: pages, admin and GraphQL."""

import os

from django.core.wsgi import get_wsgi_application

from cms.base.garbage import postponed_collection

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.config.settings.production")
with postponed_collection():
    application = get_wsgi_application()
