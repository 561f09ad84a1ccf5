"""manage.py runserver: Django's own, which also takes bodies in chunks, as production does."""

from __future__ import annotations

from django.contrib.staticfiles.management.commands.runserver import Command as RunServer

from cms.compat.django_server import ChunkedServer


class Command(RunServer):
    server_cls = ChunkedServer
