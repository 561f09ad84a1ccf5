"""Forms of the review desk."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from content_types.reviews import actions
from content_types.reviews.choices import LIVE_STATES, REASONS, USUAL_REASONS
from content_types.reviews.models import Review


class DecisionForm(forms.Form):
    """Why a moderator decides; the reason is part of the log, the note is optional. state: what it leads to."""

    reason = forms.ChoiceField(
        label=_("Reason"),
        help_text=_("Recorded with your name and the version of the policy."),
        error_messages={
            "invalid_choice": _("This reason does not fit the decision: choose one from the list.")
        },
    )
    note = forms.CharField(
        label=_("Note"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For other moderators; visitors never see it."),
    )  # fmt: skip
    seen = forms.JSONField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, state: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        usual = USUAL_REASONS.get(state)
        fitting = [(each.value, each.label) for each in REASONS[state]]
        reason = self.fields["reason"]
        reason.initial = usual
        reason.choices = fitting if usual else [("", _("Choose a reason")), *fitting]  # type: ignore[attr-defined]

    def clean_seen(self) -> dict[int, str]:
        """Fingerprints of the texts on the page, by key; a page that does not say so has shown nothing."""
        given = self.cleaned_data["seen"]
        texts = given.items() if isinstance(given, dict) else ()
        return {int(key): str(text) for key, text in texts if key.isdecimal()}


class ReviewForm(WagtailAdminModelForm):
    """A review that reached the site on paper or by letter; it waits for a decision like any other."""

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        live_reviews = Review.objects.filter(
            author=data.get("author"), solution=data.get("solution"), state__in=LIVE_STATES
        )
        if data.get("author") and data.get("solution") and live_reviews.exists():
            self.add_error("author", gettext("This person has a live review of this solution already."))
        self.check_disclosure(data)
        return data

    def check_disclosure(self, data: dict[str, Any]) -> None:
        """A member of the vendor has to be named as one."""
        keys = [row.pk if row else None for row in (data.get("solution"), data.get("author"))]
        try:
            actions.refuse_undisclosed(data.get("relationship", ""), *keys)
        except ValidationError as error:
            self.add_error(None, error)

    def save(self, commit: bool = True) -> Review:
        return actions.submit(super().save(commit=False))
