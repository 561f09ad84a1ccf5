"""What the admin says before it moves a page, and the report of missing translations."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page

from content_types.base.forms import describe_other_language
from content_types.base.translation_report import TranslationReport


@hooks.register("register_admin_viewset")
def report() -> TranslationReport:
    return TranslationReport()


@hooks.register("before_move_page")
def explain_other_language(request: HttpRequest, page: Page, destination: Page) -> HttpResponse | None:
    """Say why a page cannot move into the tree of another language; Wagtail only denies it."""
    message = describe_other_language(page, destination)
    if not message or not page.permissions_for_user(request.user).can_move():
        return None
    messages.error(request, message)
    return redirect("wagtailadmin_pages:move", page.pk)
