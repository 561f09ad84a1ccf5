"""Synonyms, pages that are pinned to the top of a search, and how often texts were searched for."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.coreutils import get_content_languages
from wagtail.models import Orderable

from cms.search.text import normalize

__all__ = [
    "MAX_OTHERS",
    "MAX_SYNONYMS",
    "PinnedPage",
    "PinnedSearch",
    "SearchCount",
    "Synonym",
    "list_languages",
]

MAX_SYNONYMS = 500
MAX_OTHERS = 5
"""The most synonyms of one entry."""
MAX_WORDS = 5
MAX_LENGTH = 60
TAKEN = _("There is an entry for this text and language already. Change that one.")


def list_languages() -> list[tuple[str, str]]:
    return list(get_content_languages().items())


def check_text(field: str, text: str) -> str:
    """The normal form of a text that is searched for; ValidationError when it has no words, or too many."""
    found = normalize(text)
    if not found:
        raise ValidationError({field: _("“%s” has no letters and no digits. Enter a word.") % text})
    if len(found.split()) > MAX_WORDS or len(text) > MAX_LENGTH:
        message = _("“%(text)s” is too long. Enter at most %(words)d words and %(letters)d letters.")
        raise ValidationError({field: message % {"text": text, "words": MAX_WORDS, "letters": MAX_LENGTH}})
    return found


class Synonym(models.Model):
    """A word or name, and others that mean the same. key: the normal form of `word`."""

    word = models.CharField(
        _("word or name"), max_length=200, help_text=_("As visitors type it, such as “sklearn”.")
    )
    others = models.CharField(
        _("also finds"), max_length=400,
        help_text=_("What is looked for as well, such as “scikit-learn”. Separate several by commas; five at most."),
    )  # fmt: skip
    is_two_way = models.BooleanField(
        _("in both directions"), default=True,
        help_text=_("Each of these words also finds the others. Otherwise only the first one finds the others."),
    )  # fmt: skip
    language = models.CharField(
        _("language"), max_length=100, blank=True, choices=list_languages,
        help_text=_("In which language; in all when nothing is chosen."),
    )  # fmt: skip
    key = models.CharField(max_length=200, editable=False)

    class Meta:
        verbose_name = _("synonym")
        verbose_name_plural = _("synonyms")
        constraints = [models.UniqueConstraint(fields=["key", "language"], name="relevance_synonym_once")]

    def __str__(self) -> str:
        return f"{self.word} {'↔' if self.is_two_way else '→'} {self.others}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.key = normalize(self.word)
        super().save(*args, **kwargs)

    def list_others(self) -> list[str]:
        return [text.strip() for text in self.others.split(",") if text.strip()]

    def clean(self) -> None:
        super().clean()
        self.key = check_text("word", self.word)
        others = [check_text("others", text) for text in self.list_others()]
        if not 1 <= len(others) <= MAX_OTHERS:
            raise ValidationError(
                {"others": _("Enter one to %d synonyms, separated by commas.") % MAX_OTHERS}
            )
        if len({self.key, *others}) <= len(others):
            message = _(
                "Two of these mean the same to the search: capitals, accents and hyphens make no difference."
            )
            raise ValidationError({"others": message})
        if Synonym.objects.filter(key=self.key, language=self.language).exclude(pk=self.pk).exists():
            raise ValidationError({"word": TAKEN})
        if self._state.adding and Synonym.objects.count() >= MAX_SYNONYMS:
            raise ValidationError(
                _("There are %d synonyms, the most there can be. Delete some first.") % MAX_SYNONYMS
            )


class PinnedSearch(ClusterableModel):
    """A search whose first results editors choose. key: the normal form of `text`."""

    text = models.CharField(
        _("search"), max_length=200,
        help_text=_("The whole text that visitors type; capitals, accents and hyphens make no difference."),
    )  # fmt: skip
    key = models.CharField(max_length=200, unique=True, editable=False)

    class Meta:
        verbose_name = _("pinned search")
        verbose_name_plural = _("pinned searches")

    def __str__(self) -> str:
        return self.text

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.key = normalize(self.text)
        super().save(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        self.key = check_text("text", self.text)
        if PinnedSearch.objects.filter(key=self.key).exclude(pk=self.pk).exists():
            raise ValidationError({"text": TAKEN})


class PinnedPage(Orderable):
    """A page that comes first, for those who may see it and in its own language."""

    search = ParentalKey(PinnedSearch, on_delete=models.CASCADE, related_name="pinned_pages")
    page = models.ForeignKey(
        "wagtailcore.Page", on_delete=models.CASCADE, related_name="+", verbose_name=_("page")
    )

    class Meta(Orderable.Meta):
        constraints = [models.UniqueConstraint(fields=["search", "page"], name="relevance_pinned_once")]


class SearchCount(models.Model):
    """How often a text was searched for on a day.

    text: its normal form. kinds: those that were asked for, all when empty. hits: in which range their number lay.
    """

    day = models.DateField(_("day"))
    text = models.CharField(_("search"), max_length=100)
    locale = models.CharField(_("language"), max_length=100)
    kinds = models.CharField(_("kinds"), max_length=200, blank=True)
    hits = models.CharField(_("hits"), max_length=10)
    searches = models.PositiveIntegerField(_("searches"))

    class Meta:
        verbose_name = _("counted search")
        verbose_name_plural = _("counted searches")
        constraints = [
            models.UniqueConstraint(
                fields=["day", "text", "locale", "kinds", "hits"], name="relevance_search_once"
            )
        ]
        indexes = [models.Index(fields=["hits", "text"], name="relevance_search_hits")]

    def __str__(self) -> str:
        return self.text
