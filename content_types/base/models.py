"""What every page of the site has: search-engine fields, publication dates and a name for its kind."""

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from grapple.models import GraphQLString
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page
from wagtail.search import index

from cms.base.public_text import CleanTextMixin
from content_types.base.forms import PageCopyForm
from content_types.base.slugs import BasePageForm
from content_types.base.validators import http_url


@dataclass(frozen=True)
class Seo:
    """What a frontend puts into the head of a page."""

    title: str
    description: str
    canonical_url: str | None
    noindex: bool


class BasePage(CleanTextMixin, Page):
    """Abstract parent of all our pages. Its public columns are declared; everything else stays private."""

    canonical_url = models.URLField(
        _("canonical address"),
        blank=True,
        validators=[http_url],
        help_text=_("Only when the same text stands elsewhere first; leave empty otherwise."),
    )
    noindex = models.BooleanField(
        _("hide from search engines"),
        default=False,
        help_text=_("Asks search engines not to list this page."),
    )
    social_image = models.ForeignKey(
        "media.Image",
        verbose_name=_("social image"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Shown when the page is shared, at least 1200 × 630 pixels."),
    )

    base_form_class = BasePageForm
    promote_panels = [
        MultiFieldPanel(
            [FieldPanel("slug"), FieldPanel("seo_title"), FieldPanel("search_description")],
            heading=_("For search engines"),
            icon="search",
        ),
        MultiFieldPanel(
            [FieldPanel("social_image"), FieldPanel("canonical_url"), FieldPanel("noindex")],
            heading=_("Sharing"),
            icon="globe",
        ),
        MultiFieldPanel([FieldPanel("show_in_menus")], heading=_("Menus"), icon="list-ul"),
    ]
    search_fields = [*Page.search_fields, index.FilterField("noindex")]
    graphql_fields = [GraphQLString("title", required=True), GraphQLString("slug", required=True)]

    copy_form_class = PageCopyForm

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self._state.adding and self.alias_of_id:
            self._keep_own_values(type(self)())
        super().save(*args, **kwargs)

    def with_content_json(self, content: dict[str, Any]) -> Any:
        """The page with the content of a revision; an alias keeps its own values of what a copy does not get."""
        page = super().with_content_json(content)
        if self.alias_of_id:
            page._keep_own_values(self)
        return page

    def _keep_own_values(self, source: Any) -> None:
        for name in self.exclude_fields_in_copy:
            setattr(self, name, getattr(source, name))

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        """What the admin shows of a draft: its text and blocks, without the look that a frontend gives them."""
        return "base/page_preview.html"

    @property
    def seo(self) -> Seo:
        """Title and description with their fall-backs: the page's own title, then its summary."""
        return Seo(
            title=self.seo_title or self.title,
            description=self.search_description or getattr(self, "summary", ""),
            canonical_url=self.canonical_url or None,
            noindex=self.noindex,
        )
