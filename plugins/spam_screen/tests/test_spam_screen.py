"""moderate_review: what the screen proposes, and that it never decides."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from cms.plugin_api import Proposal, ReviewText
from content_types.reviews.choices import ReviewState
from content_types.reviews.screening import ask_plugins
from plugins.spam_screen import plugin, services
from plugins.spam_screen.language import WORDS, detect_language
from plugins.spam_screen.models import Seen
from plugins.spam_screen.settings import Settings
from tests.factories.content import make_review, make_site, make_solution, make_user
from tests.support.admin import sign_in_client

pytestmark = pytest.mark.django_db
ENGLISH = "It is very good for the work that we have, and the support was quick, but not cheap."
GERMAN = "Das ist sehr gut für die Arbeit, und der Support ist schnell, aber auch nicht billig für uns."


def review(key: int = 1, body: str = ENGLISH, **fields: Any) -> ReviewText:
    values = {
        "author": 7,
        "title": "Title",
        "pros": "",
        "cons": "",
        "language": "en",
        "created_at": timezone.now(),
    }
    return ReviewText(review=key, solution=1, body=body, **{**values, **fields})


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (review(), None),
        (
            review(body="See https://a.example and www.b.example"),
            ("SPAM", "ADVERTISING", "It contains 2 links; at most 1 are allowed."),
        ),
        (
            review(body="Buy at cheap-pills.shop or pills.biz"),
            ("SPAM", "ADVERTISING", "It contains 2 links; at most 1 are allowed."),
        ),
        (
            review(body=GERMAN),
            ("REJECTED", "OFF_TOPIC", "It is marked as “en”, but its text looks like “de”."),
        ),
        (review(body=GERMAN, language="de-AT"), None),
        (review(body="Gut."), None),
    ],
)
def test_moderate_review(given: ReviewText, expected: Any) -> None:
    assert plugin.moderate_review(given) == (Proposal(*expected) if expected else None)
    assert Seen.objects.get().review == 1


def test_the_same_words_again_are_a_duplicate() -> None:
    plugin.moderate_review(review(1))
    again = plugin.moderate_review(review(2, ENGLISH.upper().replace(",", " – "), author=8))
    assert again == Proposal("SPAM", "DUPLICATE", "Review 1 has the same text.")


def test_many_reviews_within_a_day_are_noticed() -> None:
    for key in range(1, 6):
        assert plugin.moderate_review(review(key, f"Text number {key}", author=9)) is None
    found = plugin.moderate_review(review(6, "Text number 6", author=9))
    assert found == Proposal("REJECTED", "FAKE", "Its author wrote 6 reviews within a day.")
    tomorrow = timezone.now() + timedelta(days=2)
    assert plugin.moderate_review(review(7, "Text number 7", author=9, created_at=tomorrow)) is None


@pytest.mark.parametrize(
    ("text", "code"), [(ENGLISH, "en"), (GERMAN, "de"), ("Gut", None), (ENGLISH + GERMAN, None)]
)
def test_language_is_told_only_when_it_is_clear(text: str, code: str | None) -> None:
    assert detect_language(text) == code


def test_jobs_forget_old_fingerprints(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "settings_of", lambda model: Settings(kept_days=10))
    plugin.moderate_review(review(1, created_at=timezone.now() - timedelta(days=11)))
    plugin.moderate_review(review(2, "Another text"))
    assert plugin.jobs()[0].run() == "1 fingerprints deleted"
    assert list(Seen.objects.values_list("review", flat=True)) == [2]


def test_export_personal_data_and_erase_personal_data() -> None:
    moment = timezone.now()
    plugin.moderate_review(review(1, created_at=moment))
    assert plugin.export_personal_data(7) == {"reviews": [{"review": 1, "written_at": moment.isoformat()}]}
    assert plugin.erase_personal_data(7) == 1
    assert plugin.export_personal_data(7) == {"reviews": []}


def test_ready_accepts_languages_that_differ(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plugin, "WORDS", {**WORDS, "nn": frozenset({"og", "ikkje"})})
    plugin.ready()


@pytest.mark.parametrize("code", ["de", "fr", "nn"])
def test_ready_refuses_a_language_with_the_words_of_another(
    code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plugin, "WORDS", {**WORDS, code: WORDS["en"]})
    with pytest.raises(ValueError, match=f"“{code}” has the same small words as “en”"):
        plugin.ready()


def test_a_proposal_is_shown_to_moderators_and_decides_nothing() -> None:
    make_site()
    made = make_review(
        make_solution("One"),
        body="https://a.example https://b.example",
        state=ReviewState.PENDING,
        author=make_user(),
    )
    assert ask_plugins.call(made.pk) == 1
    made.refresh_from_db()
    assert made.state == ReviewState.PENDING
    moderator = sign_in_client("Moderator")
    page = moderator.get(f"/admin/reviews/inspect/{made.pk}/").content.decode()
    assert "It contains 2 links; at most 1 are allowed." in page
    assert "Proposed by plugins" in page
    assert "Spam" in moderator.get("/admin/reviews/").content.decode()
