"""What happens to pages and snippets."""

from __future__ import annotations

from cms.plugins.api.contributions import MergeRule
from cms.plugins.api.events import ContentPublished, ContentUnpublished, RowsChanged
from cms.plugins.api.markers import Kind, hookspec


@hookspec(Kind.NOTIFY, since="1.0")
def content_published(event: ContentPublished) -> None:
    """A page, snippet, menu or settings of a site went live, or live ones changed; a picture or document changed, or
    what a published review shows.

    event: model label, key, language and moment (`happened_at`). The reviews of an import are told once, at its end, by
    the newest one. Called by the background worker after commit; it may
    come twice, so do what can be done again. Return nothing; raise to be called again later.

        @hookimpl
        def content_published(event: ContentPublished) -> None:
            ping(event.kind, event.key)
    """


@hookspec(Kind.NOTIFY, since="1.0")
def content_unpublished(event: ContentUnpublished) -> None:
    """A page, snippet or review is no longer live, because it was unpublished, hidden, edited, expired or deleted; or a
    picture or document was deleted.

    event, calling and return: as for `content_published`.

        @hookimpl
        def content_unpublished(event: ContentUnpublished) -> None:
            forget(event.kind, event.key)
    """


@hookspec(Kind.NOTIFY, since="1.5")
def rows_changed(event: RowsChanged) -> None:
    """What is shown of rows of a kind changed, of any number of them at once, and none of them was published: readers
    voted on reviews, ratings were recomputed, trends were computed for the hour, or pages have other addresses.

    event: `kind`, a model label ("solutions.solution") or one of "reviews.vote", "reviews.rating",
    "analytics.trending" and "analytics.viewed"; no keys. Calling and return: as for `content_published`.

        @hookimpl
        def rows_changed(event: RowsChanged) -> None:
            forget_all(event.kind)
    """


@hookspec(Kind.COLLECT, since="1.3", returns=MergeRule)
def merge_rules() -> list[MergeRule]:
    """What becomes of the plugin's rows when editors merge two records that they refer to. Called once at start.

    Without a rule such rows move to the record that is kept; where a unique constraint allows one of two, the row of
    the record that is kept stays.

    @hookimpl
    def merge_rules() -> list[MergeRule]:
        return [MergeRule(name="bookmarks", model="bookmarks.Bookmark", field="solution", prefer=["created_at"])]
    """
    raise NotImplementedError
