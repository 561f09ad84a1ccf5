"""WSGI entry point: pages, admin and GraphQL, which answers what is kept before Django is entered."""

import os

import django
from django.apps import apps
from django.core.handlers.wsgi import WSGIHandler
from django.utils.module_loading import import_string

from cms.base.garbage import postponed_collection

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.config.settings.production")
with postponed_collection():
    if not apps.ready:  # `manage.py serve` has set Django up, logging included
        django.setup(set_prefix=False)
    site = WSGIHandler()
    application = import_string("content_api.front.application.Front")(site)
