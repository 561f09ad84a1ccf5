"""The page on which a moderator decides about one review, goes on to the next, and takes the last decision back."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.auth import PermissionPolicyChecker
from wagtail.admin.views.generic import InspectView
from wagtail.permission_policies import ModelPermissionPolicy

from cms.visibility.current import visible_rows
from content_types.reviews import actions
from content_types.reviews.bulk_actions import REVIEW_DECISIONS
from content_types.reviews.choices import ReviewState
from content_types.reviews.forms import DecisionForm
from content_types.reviews.interests import describe_interests, find_interests
from content_types.reviews.models import SUB_RATINGS, ModerationAction, Review
from content_types.reviews.reading import fingerprint
from content_types.vendors.models import Vendor

RATINGS = ("rating", *SUB_RATINGS)
TEXTS = ("title", "body", "pros", "cons")
OTHERS_SHOWN = 5

may_decide = PermissionPolicyChecker(ModelPermissionPolicy(Review)).require("change")


def find_waiting(person: Any) -> QuerySet[Review]:
    """Reviews that wait for a decision by this person, the oldest first, without those of their own concern."""
    own = Q(author=person.pk) | Q(solution__vendor__members=person.pk)
    reported = Q(reports__reporter=person.pk, reports__resolved_at=None)
    rows = Review.objects.filter(state=ReviewState.PENDING)
    concerns = Review.objects.filter(own | reported).values("pk")
    return rows.exclude(pk__in=concerns).order_by("created_at", "pk")


@may_decide
def open_next(request: HttpRequest) -> HttpResponse:
    """Go to the oldest review that waits; `after`: key of the one that was looked at, which comes last."""
    waiting = find_waiting(request.user)
    after = request.GET.get("after", "")
    keys = list(waiting.values_list("pk", flat=True)[:2])
    if after.isdecimal() and (last := Review.objects.filter(pk=after).only("pk", "created_at").first()):
        moment = last.created_at
        later = Q(created_at__gt=moment) | Q(created_at=moment, pk__gt=last.pk)
        keys = [*waiting.filter(later).values_list("pk", flat=True)[:1], *keys]
    if keys := [key for key in keys if str(key) != after]:
        return redirect("reviews:inspect", keys[0])
    messages.success(request, _("No other review is waiting for your decision."))
    return redirect("reviews:index")


@require_POST
@may_decide
def undo_decision(request: HttpRequest, decision: int) -> HttpResponse:
    """Take back one's own decision, and show its review."""
    try:
        review = actions.undo(decision, request.user)
    except (PermissionDenied, ValidationError) as error:
        messages.error(request, " ".join(getattr(error, "messages", [str(error)])))
        return redirect("reviews:index")
    text = _("Your decision is undone: “%(title)s” is %(state)s again.")
    messages.success(request, text % {"title": review.title, "state": review.get_state_display().lower()})
    return redirect("reviews:inspect", review.pk)


class ReviewInspectView(InspectView):
    """All that one needs to decide about a review, and the forms that decide."""

    template_name = "reviews/inspect.html"
    page_title = gettext_lazy("Review")

    @cached_property
    def decisions(self) -> list[ModerationAction]:
        return list(self.object.moderation_actions.order_by("-pk"))

    @property
    def is_decided(self) -> bool:
        """Whether a moderator has decided about this text; an edited review waits again."""
        return bool(self.decisions) and self.object.state != ReviewState.PENDING

    @cached_property
    def refusal(self) -> str:
        """Why this person may not decide about the review; empty when they may."""
        found = find_interests([self.object], self.request.user)
        return describe_interests([self.object], found) if found else ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        can_decide = self.request.user.has_perm("reviews.change_review")
        return super().get_context_data(
            review=self.object,
            solution=self.object.solution,
            vendor=self.find_vendor(),
            texts=[self.get_context_for_field(name) for name in TEXTS],
            ratings=[self.get_context_for_field(name) for name in RATINGS] if self.is_decided else [],
            decisions=self.decisions,
            reports=self.object.reports.select_related("reporter").order_by("-created_at"),
            proposals=self.object.proposals.all(),
            versions=[{**row.content, "at": row.created_at} for row in self.object.versions.all()],
            forms=self.decision_forms if can_decide and not self.refusal else [],
            refusal=self.refusal if can_decide else "",
            last_decision=find_last_decision(self.request.user) if can_decide else None,
            waiting=find_waiting(self.request.user).exclude(pk=self.object.pk).count() if can_decide else 0,
            **describe_author(self.object),
            **kwargs,
        )

    def find_vendor(self) -> Vendor | None:
        """The vendor of the solution, where this person may see it."""
        rows = Vendor.objects.filter(visible_rows(self.request, Vendor))
        return rows.filter(pk=self.object.solution.vendor_id).first()

    @property
    def decision_forms(self) -> list[tuple[str, Any, DecisionForm]]:
        """Address, class and form of every decision that can be made about this review now."""
        after = f"{reverse('reviews:next')}?{urlencode({'after': self.object.pk})}"
        seen = {"seen": {self.object.pk: fingerprint(self.object)}}
        return [
            (
                verb.address(self.object, after),
                verb,
                DecisionForm(state=verb.state, initial=seen, auto_id=f"id_{verb.action_type}_%s"),
            )
            for verb in REVIEW_DECISIONS
            if verb.can_follow(self.object)
        ]


def find_last_decision(person: Any) -> ModerationAction | None:
    """The last decision of this person, while the review is unchanged since."""
    last = ModerationAction.objects.filter(moderator_id=person.pk).order_by("-pk").first()
    if last is None:
        return None
    review = Review.objects.filter(pk=last.review_id).only("pk", "title", "state").first()
    newest = ModerationAction.objects.filter(review=last.review_id).order_by("-pk").first()
    if review is None or newest != last or review.state != last.to_state:
        return None
    last.review = review
    return last


def describe_author(review: Review) -> dict[str, Any]:
    """What the author of a review has written besides, without stars; two statements."""
    if review.author_id is None:
        return {"author_counts": [], "author_reviews": []}
    others = Review.objects.filter(author=review.author_id).exclude(pk=review.pk)
    counts = others.order_by("state").values_list("state").annotate(Count("pk"))
    latest = (
        others.select_related("solution").defer(*RATINGS, "solution__body").order_by("-created_at", "-pk")
    )
    return {
        "author_counts": [(ReviewState(state).label, count) for state, count in counts],
        "author_reviews": list(latest[:OTHERS_SHOWN]),
    }
