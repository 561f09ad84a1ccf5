"""WSGI entry point: pages, admin and GraphQL, which answers what is kept before Django is entered."""

import os

from django.core.wsgi import get_wsgi_application
from django.utils.module_loading import import_string

from cms.base.garbage import postponed_collection

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.config.settings.production")
with postponed_collection():
    site = get_wsgi_application()
    application = import_string("content_api.front.application.Front")(site)
