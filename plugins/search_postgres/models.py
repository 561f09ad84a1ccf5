"""The index: an entry for each document, and the words that typing errors are corrected to."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

NO_LOCALE = models.Q(locale="")
"""Rows without a language are few, and every search looks at them: they have indexes of their own."""


class Entry(models.Model):
    """The text of one row of the site, as words.

    name: the normal form of its name. squeezed: the same without spaces. names: the words of the name
    and its spellings as they stand.
    fingerprint: tells this text from others.
    head: word forms of name (A), labels (B) and summary (C). everything: those of the body (D) as well.
    """

    kind = models.CharField(max_length=40)
    key = models.BigIntegerField()
    locale = models.CharField(max_length=100)
    name = models.TextField()
    squeezed = models.TextField()
    fingerprint = models.CharField(max_length=16)
    names = SearchVectorField()
    head = SearchVectorField()
    everything = SearchVectorField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="search_postgres_entry_once")]
        indexes = [
            GinIndex(fields=["names"], name="search_postgres_names"),
            GinIndex(fields=["everything"], name="search_postgres_everything"),
            models.Index(fields=["name"], opclasses=["text_pattern_ops"], name="search_postgres_name"),
            models.Index(fields=["squeezed"], name="search_postgres_squeezed"),
            GinIndex(fields=["everything"], condition=NO_LOCALE, name="search_postgres_no_locale"),
            models.Index(
                fields=["name"],
                opclasses=["text_pattern_ops"],
                condition=NO_LOCALE,
                name="search_postgres_no_locale_name",
            ),
            models.Index(fields=["squeezed"], condition=NO_LOCALE, name="search_postgres_no_locale_sq"),
        ]


class Word(models.Model):
    """A word of a name, a label or a summary. Words whose documents are gone stay until the next rebuild."""

    word = models.CharField(max_length=40, primary_key=True)

    class Meta:
        indexes = [models.Index(models.functions.Length("word"), name="search_postgres_word_length")]
