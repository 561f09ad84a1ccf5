"""Marking many profiles as checked, and editing many at once: all of them or none."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import resolve, reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext as _, gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.admin.views.bulk_action import BulkAction

from content_types.base.listings import prefetch_workflow_states
from content_types.solutions.bulk_form import BulkEditForm
from content_types.solutions.changes import edit_solutions
from content_types.solutions.checks import mark_checked
from content_types.solutions.models import Solution
from content_types.solutions.panels import EDITORS_ONLY
from content_types.solutions.refusals import find_refusal

__all__ = ["BULK_ACTIONS", "EditSolutions", "MarkChecked"]


class SolutionAction(BulkAction):
    """Something that editors do to many profiles. most: of how many at once."""

    do_not_call_in_templates = True
    template_name = "solutions/bulk.html"
    models: ClassVar[list[type[Model]]] = [Solution]
    icon: ClassVar[str]
    title: ClassVar[Any]
    explanation: ClassVar[Any]
    most: ClassVar[int]
    publishes: ClassVar[bool] = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(EDITORS_ONLY):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @classmethod
    def get_queryset(cls, model: type[Model], object_ids: Iterable[Any]) -> list[Solution]:
        """The profiles, one more than allowed at most; what cannot be a key is left out."""
        keys = {int(key) for key in object_ids if str(key).isdecimal() and len(str(key)) < 10}
        rows: Any = Solution.objects.filter(pk__in=keys).order_by("title", "pk").defer_streamfields()
        rows = rows.select_related("locale", "vendor", "category").annotate_approved_schedule()
        return list(prefetch_workflow_states(rows)[: cls.most + 1])

    def get_all_objects_in_listing_query(self, parent_id: Any) -> QuerySet:
        """The keys of what the listing shows with its filters and its search, which are sent along."""
        listing: Any = resolve(reverse("solutions:index")).func
        view = listing.view_class(**listing.view_initkwargs)
        view.setup(self.request)
        return view.get_queryset().order_by().values_list("pk", flat=True)[: self.most + 1]  # type: ignore[no-any-return]

    @cached_property
    def rows(self) -> tuple[list[Solution], dict[str, list[Any]]]:
        return super().get_actionable_objects()

    def get_actionable_objects(self) -> tuple[list[Solution], dict[str, list[Any]]]:
        return self.rows

    def check_perm(self, obj: Solution) -> bool:
        return not find_refusal(obj, self.request.user, self.publishes)

    @cached_property
    def refusals(self) -> list[str]:
        """Why this cannot be done to some of the profiles, or to so many of them."""
        ready, others = self.get_actionable_objects()
        if len(ready) + len(others["items_with_no_access"]) > self.most:
            return [
                _("These are more than %(most)d solutions. Filter the list, then select fewer.")
                % {"most": self.most}
            ]
        find = partial(find_refusal, user=self.request.user, publishes=self.publishes)
        return [find(each) for each in others["items_with_no_access"]]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        ready = self.get_actionable_objects()[0]
        rest = urlencode([("id", each.pk) for each in ready] + [("next", self.next_url)])
        is_few = len(ready) <= self.most
        return {
            **super().get_context_data(**kwargs),
            "refusals": self.refusals,
            "rest": f"{self.request.path}?{rest}" if self.refusals and ready and is_few else "",
        }

    def form_valid(self, form: Any) -> HttpResponse:
        """Do it; or show the page again with what is in the way, and nothing is changed."""
        if self.refusals:
            return self.form_invalid(form)
        try:
            return super().form_valid(form)
        except ValidationError as error:
            form.add_error(None, error.messages)
            return self.form_invalid(form)

    def get_execution_context(self) -> dict[str, Any]:
        return {"by": self.request.user}

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> None:
        """Said here, as Wagtail's own message is always one of success."""
        total = len(self.get_actionable_objects()[0])
        say = messages.success if num_parent_objects else messages.warning
        say(self.request, self.describe_result(num_parent_objects, total - num_parent_objects))

    def describe_result(self, changed: int, unchanged: int) -> str:
        raise NotImplementedError

    @property
    def heading(self) -> str:
        count = len(self.get_actionable_objects()[0])
        name = Solution._meta.verbose_name if count == 1 else Solution._meta.verbose_name_plural
        return str(self.title) % {"count": count, "name": name}


class MarkChecked(SolutionAction):
    display_name, action_type, action_priority = gettext_lazy("Mark as checked"), "check", 1
    aria_label = gettext_lazy("Mark the selected solutions as checked")
    icon, most = "check", 1000
    title = gettext_lazy("Mark %(count)d %(name)s as checked")
    explanation = gettext_lazy("You compared these profiles with the facts today. No draft is published.")

    @classmethod
    def execute_action(cls, objects: list[Solution], **kwargs: Any) -> tuple[int, int]:
        return mark_checked(objects, kwargs["by"]), 0

    def describe_result(self, changed: int, unchanged: int) -> str:
        return describe_checks(changed, unchanged)


class EditSolutions(SolutionAction):
    display_name, action_type, action_priority = gettext_lazy("Edit"), "edit", 2
    aria_label = gettext_lazy("Change category, tags or life cycle of the selected solutions")
    icon, most, publishes = "edit", 100, True
    title = gettext_lazy("Edit %(count)d %(name)s")
    explanation = gettext_lazy(
        "What you leave empty stays as it is. Published profiles are published with the changes; drafts stay drafts."
    )
    form_class = BulkEditForm

    def get_execution_context(self) -> dict[str, Any]:
        return {**super().get_execution_context(), "changes": self.cleaned_form.changes}

    @classmethod
    def execute_action(cls, objects: list[Solution], **kwargs: Any) -> tuple[int, int]:
        return edit_solutions(objects, kwargs["changes"], kwargs["by"]), 0

    def describe_result(self, changed: int, unchanged: int) -> str:
        text = ngettext("%(count)d solution changed.", "%(count)d solutions changed.", changed) % {
            "count": changed
        }
        return f"{text} {describe_rest(unchanged)}".strip()


def describe_checks(changed: int, unchanged: int) -> str:
    """How many profiles were marked as checked, and how many were so already."""
    text = ngettext(
        "%(count)d solution marked as checked.", "%(count)d solutions marked as checked.", changed
    )
    return f"{text % {'count': changed}} {describe_rest(unchanged)}".strip()


def describe_rest(unchanged: int) -> str:
    if not unchanged:
        return ""
    text = ngettext("%(count)d was so already.", "%(count)d were so already.", unchanged)
    return text % {"count": unchanged}


BULK_ACTIONS = (MarkChecked, EditSolutions)
