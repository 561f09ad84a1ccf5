"""What the migrations leave behind, for tests that commit: the one before may have emptied every table."""

from __future__ import annotations

from django.apps import apps
from wagtail.models import Collection, Site

from cms.identity.roles import write_roles
from tests.factories.content import make_site


def rebuilt_site() -> Site:
    """The default site with its page tree, the root of the file collections, and the roles."""
    site = make_site()
    if not Collection.objects.exists():
        Collection.add_root(name="Root")
    write_roles(apps)
    return site
