"""E-mail about reviews, sent in the background, in the recipient's language."""

from __future__ import annotations

from typing import Any

import structlog
from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django_tasks import task

from cms.identity.lookup import find_holders
from content_types.reviews.models import Review

logger = structlog.get_logger(__name__)


@task()
def tell_moderators(what: str, review: int) -> int:
    """Tell everybody who moderates that something waits; how many were told. what: a template of `emails/`."""
    found = Review.objects.select_related("solution").filter(pk=review).first()
    if found is None:
        return 0
    address = settings.WAGTAILADMIN_BASE_URL + reverse("reviews:inspect", args=[review])
    return sum(
        mail(person, f"moderator_{what}", {"review": found, "address": address})
        for person in find_holders("reviews.change_review")
    )


@task()
def tell_author(review: int, what: str) -> int:
    """Tell the author what became of a review; 0 when there is no longer one to tell."""
    found = Review.objects.select_related("solution", "author").filter(pk=review).first()
    if found is None or found.author is None or not found.author.is_active:
        return 0
    return mail(found.author, f"author_{what}", {"review": found, "address": found.solution.full_url})


def mail(person: Any, template: str, context: dict[str, Any]) -> int:
    """Send one mail; its first line is the subject. 1 when it was sent, 0 without an address."""
    if not person.email:
        return 0
    profile = getattr(person, "wagtail_userprofile", None)
    with translation.override((profile and profile.preferred_language) or settings.LANGUAGE_CODE):
        text = render_to_string(f"reviews/emails/{template}.txt", {"person": person, **context})
    subject, _, body = text.strip().partition("\n")
    sent = send_mail(subject.strip(), body.strip() + "\n", None, [person.email])
    logger.info("review_mail", template=template, to=person.pk, sent=sent)
    return sent
