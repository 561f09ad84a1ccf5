"""Deciding about many reviews or replies at once: a reason is asked for, then one verb does it."""

import json
from collections.abc import Callable
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _, ngettext_lazy
from wagtail.admin import messages
from wagtail.admin.views.bulk_action import BulkAction

from content_types.reviews.actions import moderate, moderate_reply
from content_types.reviews.choices import TRANSITIONS, ReviewState
from content_types.reviews.decisions import describe_decisions
from content_types.reviews.forms import DecisionForm
from content_types.reviews.interests import describe_interests, find_interests
from content_types.reviews.models import Review, VendorReply
from content_types.reviews.reading import fingerprint


class Decision(BulkAction):
    """One move between states. `verb` is what makes it; `permission` is what it asks for."""

    do_not_call_in_templates = True
    template_name = "reviews/decide.html"
    form_class = DecisionForm
    models: ClassVar[list[type[Model]]] = [Review]
    permission = "reviews.change_review"
    verb: Callable[..., Any] = staticmethod(moderate)
    state: ClassVar[str]
    icon: ClassVar[str]
    explanation: ClassVar[Any]
    title: ClassVar[Any]
    question: ClassVar[Any]
    done: ClassVar[Any]
    key: ClassVar[str]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(self.permission):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @classmethod
    def can_follow(cls, row: Any) -> bool:
        """Whether a row may make this move from the state it is in."""
        return cls.state in TRANSITIONS[row.state]

    @classmethod
    def address(cls, row: Any, after: str) -> str:
        """The page that decides about this one row and then goes to `after`."""
        kind = row._meta
        page = reverse("wagtail_bulk_action", args=[kind.app_label, kind.model_name, cls.action_type])
        return f"{page}?{urlencode({'id': row.pk, 'next': after})}"

    @classmethod
    def get_queryset(cls, model: type[Model], object_ids: list[str]) -> list[Any]:
        """What cannot be a key is left out; “all” is not offered, as one decides about what one read."""
        return list(model._default_manager.filter(pk__in=[key for key in object_ids if str(key).isdecimal()]))

    def get_all_objects_in_listing_query(self, parent_id: Any) -> list[str]:
        return []

    @cached_property
    def rows(self) -> tuple[list[Any], dict[str, list[Any]]]:
        """What the move can be made for, and what not; read once, so that a page shows what it says it shows."""
        ready, late = super().get_actionable_objects()
        self.interests = find_interests(ready, self.request.user)
        self.interested = [row for row in ready if row.pk in self.interests]
        return [row for row in ready if row.pk not in self.interests], late

    def get_actionable_objects(self) -> tuple[list[Any], dict[str, list[Any]]]:
        return self.rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "refusal": self.refusal}

    @property
    def refusal(self) -> str:
        """What this person may not decide about, and why; empty when there is nothing."""
        self.get_actionable_objects()
        return describe_interests(self.interested, self.interests) if self.interested else ""

    def check_perm(self, obj: Any) -> bool:
        return self.request.user.has_perm(self.permission) and self.can_follow(obj)

    def object_context(self, obj: Any) -> dict[str, Any]:
        """What is judged: the text and what it is about, without the stars."""
        return {"item": obj, "heading": obj.title, "about": obj.solution}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "state": self.state}

    def get_initial(self) -> dict[str, Any]:
        """What this page shows, to be sent along with the decision."""
        return {"seen": {row.pk: fingerprint(row) for row in self.get_actionable_objects()[0]}}

    def get_execution_context(self) -> dict[str, Any]:
        return {**self.cleaned_form.cleaned_data, "by": self.request.user}

    @classmethod
    def execute_action(cls, objects: list[Any], **kwargs: Any) -> tuple[int, int]:
        return len(cls.verb([row.pk for row in objects], cls.state, **kwargs)), 0

    def form_valid(self, form: DecisionForm) -> HttpResponse:
        """Decide; or show the page again with its current content if the decision is not possible."""
        late, refusal = self.get_actionable_objects()[1]["items_with_no_access"], self.refusal
        try:
            response = super().form_valid(form)
        except ValidationError as error:
            del self.rows
            form.add_error(None, error.messages)
            form.data = {**form.data.dict(), "seen": json.dumps(self.get_initial()["seen"])}
            return self.form_invalid(form)
        if refusal:
            messages.error(self.request, refusal)
        if late:
            text = _("Already decided, and left unchanged: %(titles)s.")
            messages.warning(self.request, text % {"titles": describe_decisions(late)})
        return response

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str | None:
        if not num_parent_objects:
            return None
        return str(self.done % {"count": num_parent_objects})

    @property
    def heading(self) -> str:
        """The decision and what it is about: “Approve 1 review”."""
        items, _left = self.get_actionable_objects()
        kind = self.model._meta
        name = kind.verbose_name if len(items) == 1 else kind.verbose_name_plural
        return str(self.title) % {"count": len(items), "name": name}


class Approve(Decision):
    display_name, action_type, action_priority, icon = _("Approve"), "approve", 10, "check"
    aria_label = _("Publish the selected reviews")
    explanation = _("They become public at once and count towards the stars.")
    state, key, title = ReviewState.PUBLISHED, "a", _("Approve %(count)d %(name)s")
    question = _("Reason to approve")
    done = ngettext_lazy("%(count)d review published.", "%(count)d reviews published.", "count")


class Reject(Decision):
    display_name, action_type, action_priority, icon = _("Reject"), "reject", 20, "cross"
    aria_label = _("Reject the selected reviews")
    explanation = _("They are hidden. Give a reason from the policy, never the rating.")
    state, classes, key, title = ReviewState.REJECTED, {"serious"}, "r", _("Reject %(count)d %(name)s")
    question = _("Reason to reject")
    done = ngettext_lazy("%(count)d review rejected.", "%(count)d reviews rejected.", "count")


class MarkSpam(Decision):
    display_name, action_type, action_priority, icon = _("Spam"), "spam", 30, "warning"
    aria_label = _("Mark the selected reviews as spam")
    explanation = _("They are hidden, and their authors are not notified.")
    state, classes, key, title = ReviewState.SPAM, {"serious"}, "s", _("Mark %(count)d %(name)s as spam")
    question = _("Reason to mark as spam")
    done = ngettext_lazy("%(count)d review marked as spam.", "%(count)d reviews marked as spam.", "count")


class Restore(Decision):
    display_name, action_type, action_priority, icon = _("Back to the queue"), "restore", 40, "rotate"
    aria_label = _("Put the selected reviews back into the queue")
    explanation = _("They are hidden until the next decision.")
    question = _("Reason to put back into the queue")
    state, key, title = ReviewState.PENDING, "b", _("Put %(count)d %(name)s back into the queue")
    done = ngettext_lazy(
        "%(count)d review put back into the queue.", "%(count)d reviews put back into the queue.", "count"
    )


class ReplyActionMixin:
    """The same move, about vendors' replies."""

    models: ClassVar[list[type[Model]]] = [VendorReply]
    permission = "reviews.change_vendorreply"
    verb: Callable[..., Any] = staticmethod(moderate_reply)

    def object_context(self, obj: VendorReply) -> dict[str, Any]:
        return {"item": obj, "heading": obj.review, "about": obj.vendor}


class ApproveReply(ReplyActionMixin, Approve):
    aria_label = _("Publish the selected replies")
    explanation = _("They are shown below the reviews they answer.")
    done = ngettext_lazy("%(count)d reply published.", "%(count)d replies published.", "count")


class RejectReply(ReplyActionMixin, Reject):
    aria_label = _("Reject the selected replies")
    explanation = _("They are hidden. Give a reason from the policy.")
    done = ngettext_lazy("%(count)d reply rejected.", "%(count)d replies rejected.", "count")


REVIEW_DECISIONS: tuple[type[Decision], ...] = (Approve, Reject, MarkSpam, Restore)
REPLY_DECISIONS: tuple[type[Decision], ...] = (ApproveReply, RejectReply)
