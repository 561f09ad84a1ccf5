"""Rows of a model whose indexed title has the typed words, for lists that filter rows of their own."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.search import SearchQuery
from django.db.models import Model, Q
from django.db.models.functions import Cast
from modelsearch.conf import get_app_config

from cms.search.text import split_term

__all__ = ["title_matches"]


def title_matches(model: type[Model], text: str) -> Q:
    """The filter for rows whose title has all words of the text in any spelling; the last may be unfinished."""
    words = [word for term in text.split() for word in split_term(term)]
    if not words:
        return Q(pk__in=())
    entries: Any = get_app_config().get_model("IndexEntry").objects
    found = entries.filter(
        content_type=ContentType.objects.get_for_model(model),
        autocomplete=SearchQuery(" & ".join(words) + ":*", search_type="raw", config="simple"),
    )
    return Q(pk__in=found.values(key=Cast("object_id", model._meta.pk)))
