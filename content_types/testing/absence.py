"""The same site without its planted rows, for comparison: hidden rows must make no difference."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from wagtail.models import Page

from cms.identity.models import User
from cms.plugins.models import PluginConfiguration
from content_types.solutions.models import Solution
from content_types.taxonomy.models import Tag
from content_types.vendors.models import Vendor

__all__ = ["remove"]


def remove(rows: Iterable[Model]) -> None:
    """Delete planted rows for good, with all that hangs on them, and what is planted in the rows that stay."""
    given = list(rows)
    Solution.objects.filter(vendor__in=[row for row in given if isinstance(row, Vendor)]).update(vendor=None)
    for row in given:
        if isinstance(row, Page):
            remove_page(row)
        else:
            type(row)._default_manager.filter(pk=row.pk).delete()
    Tag.objects.filter(slug="tagcanary").delete()
    PluginConfiguration.objects.filter(plugin="absent").delete()
    User.objects.filter(username="author").update(email="", password="")


def remove_page(row: Any) -> None:
    """The page and everything below it, unless it went with a page above it."""
    found = Page.objects.filter(pk=row.pk).first()
    if found is not None:
        found.specific.delete()
