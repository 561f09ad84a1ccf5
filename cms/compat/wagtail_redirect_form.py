"""Wagtail 8.0: the form of a redirect.

It rejects a path of the site as the target (“Enter a valid URL”), though the column and the middleware know paths. It
accepts redirects without a target, with two targets, from the address of a live page, and in a circle. The views and
the import of redirects use the same form.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, URLValidator
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.redirects import views
from wagtail.contrib.redirects.forms import RedirectForm
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from cms.base.page_addresses import build_redirect_paths, url_paths_at

__all__ = ["install"]

MESSAGE = _("Enter a path of this site, such as /about/, or an address that begins with http:// or https://.")
valid_path = RegexValidator(r"^/(?![/\\])[^\s\\\x00-\x1f]*\Z", MESSAGE)
valid_url = URLValidator(schemes=["http", "https"], message=MESSAGE)


class CheckedRedirectForm(RedirectForm):
    """Wagtail's form, which also accepts a path as the target and rejects what would lead nowhere or in a circle."""

    redirect_link = forms.CharField(
        label=_("Redirect to a path or any URL"), required=False, max_length=255, help_text=MESSAGE
    )

    def clean_redirect_link(self) -> str:
        link: str = self.cleaned_data["redirect_link"]
        if link:
            (valid_path if link.startswith("/") else valid_url)(link)
        return link

    def clean(self) -> dict[str, Any]:
        super().clean()
        data: dict[str, Any] = self.cleaned_data
        if {"old_path", "redirect_page", "redirect_link", "site"} <= data.keys():
            start = Redirect.normalise_path(data["old_path"])
            site_id = data["site"].pk if data["site"] else None
            self._check_start(start, site_id)
            self._check_target(start, site_id, data["redirect_page"], data["redirect_link"])
        return data

    def _check_start(self, start: str, site_id: int | None) -> None:
        if Page.objects.live().filter(url_path__in=url_paths_at(start, site_id)).exists():
            text = _(
                "A live page has this address. Change its slug or unpublish it before you redirect from here."
            )
            self.add_error("old_path", ValidationError(text, code="live_page"))

    def _check_target(self, start: str, site_id: int | None, page: Page | None, link: str) -> None:
        if bool(page) == bool(link):
            text = _("Choose a page or enter an address, not both.")
            self.add_error("redirect_link", ValidationError(text, code="target"))
        elif page and any(start in paths for paths in build_redirect_paths([page.url_path]).values()):
            text = _("This page has the address that you redirect from. Choose another page.")
            self.add_error("redirect_page", ValidationError(text, code="circle"))
        elif link and start in self._steps(link, site_id):
            text = _("This address leads back to %(start)s. Choose an address that does not redirect.")
            self.add_error("redirect_link", ValidationError(text, code="circle", params={"start": start}))

    def _steps(self, link: str, site_id: int | None) -> Iterator[str]:
        """The paths of the site that a visitor would be sent to, one after the other; each once."""
        others = Redirect.objects.exclude(pk=self.instance.pk)
        if site_id is not None:
            others = others.filter(Q(site=site_id) | Q(site=None))
        seen: set[str] = set()
        while (path := parse_redirect_path(link)) and path not in seen:
            seen.add(path)
            yield path
            following = others.filter(old_path=path, redirect_page=None).order_by("site").first()
            link = following.redirect_link if following else ""

    def _get_validation_exclusions(self) -> set[str]:
        """The model's own check of the target knows no paths."""
        return {*super()._get_validation_exclusions(), "redirect_link"}


def parse_redirect_path(link: str) -> str | None:
    """The path behind a target, as redirects are stored; None for an address of another host."""
    parts = urlsplit(link)
    ours = {urlsplit(address).netloc for address in (settings.FRONTEND_URL, settings.WAGTAILADMIN_BASE_URL)}
    return Redirect.normalise_path(link) if link and parts.netloc in {"", *ours} else None


def install() -> None:
    """Let Wagtail's views use the form above; called once, at the start."""
    views.RedirectForm = CheckedRedirectForm
    views.CreateView.form_class = views.EditView.form_class = CheckedRedirectForm
