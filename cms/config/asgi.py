"""What the server serves: `python -m cms.serving.server … cms.config.asgi:application`. See deploy/README.md."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.config.settings.production")

from cms.base.garbage import postponed_collection
from cms.config.wsgi import application as site


def make_application():  # type: ignore[no-untyped-def]
    """The front of the site, with everything built that the first request would need."""
    from functools import partial

    from django.conf import settings

    from cms.analytics.collecting import LARGEST_BODY
    from cms.analytics.drops import Drop, count_dropped
    from cms.analytics.middleware import ADDRESS
    from cms.operations.readiness import report_readiness
    from cms.plugins.runtime.preparing import prepare
    from cms.serving.draining import listen_for_end
    from cms.serving.front import FrontApplication
    from cms.serving.limits import BodyLimits
    from cms.serving.readiness import Readiness
    from cms.serving.tracing import TracedApplication

    prepare()
    listen_for_end()
    largest = max(limits.body for limits in settings.API_LIMITS.values())
    limits = BodyLimits(
        other=settings.LARGEST_REQUEST,
        views={
            "/graphql": largest,
            "/graphql/documents": settings.LARGEST_MANIFEST,
            ADDRESS: LARGEST_BODY,
        },
        uploads={"/admin/": settings.LARGEST_UPLOAD},
    )
    side_paths = {ADDRESS: partial(count_dropped, Drop.BUSY)}
    traced = TracedApplication(site) if settings.TRACES_URL else site
    return FrontApplication(
        traced, settings.WEB_THREADS, limits, side_paths=side_paths, readiness=Readiness(report_readiness)
    )


with postponed_collection():
    application = make_application()
