"""What every kind of page has in the API."""

from datetime import datetime
from typing import Any

from django.db.models import Model

from cms.declarations import ComputedField, Filter, declare, declare_visibility, everyone
from content_types.base.models import Seo

PAGE_KEYS = {"slug": "slug"}
SEO_COLUMNS = ("title", "seo_title", "search_description", "canonical_url", "noindex")
PAGE_ORDERS = {
    "TITLE_ASC": ("title",),
    "TITLE_DESC": ("-title",),
    "PUBLISHED_ASC": ("first_published_at",),
    "PUBLISHED_DESC": ("-first_published_at",),
    "UPDATED_DESC": ("-last_published_at",),
}


def page_filters() -> dict[str, Filter]:
    """Filters that every collection of pages offers."""
    return {
        "slug": Filter("slug", str, "Any of these slugs.", many=True),
        "publishedSince": Filter(
            "first_published_at", datetime, "First published at or after this time.", "gte"
        ),
        "updatedSince": Filter("last_published_at", datetime, "Last published at or after this time.", "gte"),
    }


def declare_pages(*models: type[Model]) -> None:
    """Pages have no rule beyond the gate's own, and all have `seo`."""
    for model in models:
        declare_visibility(model, everyone)
        declare(
            ComputedField(
                model, "seo", Seo, "seo", "Title, description and canonical address for the head of the page.", True,
                columns=(*SEO_COLUMNS, *(["summary"] if hasattr(model, "summary") else [])),
            )
        )  # fmt: skip


def declare_children(*models: type[Model], rule: Any = everyone) -> None:
    """Child rows are only reached through a parent that was checked."""
    for model in models:
        declare_visibility(model, rule)
