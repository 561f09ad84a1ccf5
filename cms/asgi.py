"""What granian serves: `granian --interface asgi cms.asgi:application`. See deploy/README.md."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.production")

from cms.wsgi import application as site


def make_application():  # type: ignore[no-untyped-def]
    """The front of the site, with everything built that the first request would need."""
    from django.conf import settings

    from cms.extensions.preparing import prepare
    from cms.serving.front import Front

    prepare()
    largest = max(limits.body for limits in settings.API_LIMITS.values())
    return Front(site, settings.WEB_THREADS, {"/graphql": largest}, settings.LARGEST_REQUEST)


application = make_application()
