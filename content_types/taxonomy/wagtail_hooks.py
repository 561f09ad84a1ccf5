"""What the taxonomy adds to the admin: merging tags, and the care that a category with others below needs."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _, gettext_lazy, ngettext
from wagtail import hooks
from wagtail.admin import messages
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from content_types.taxonomy.actions import NEEDED, merge_tags
from content_types.taxonomy.forms import MergeTagsForm
from content_types.taxonomy.models import Category, Tag


@hooks.register("register_bulk_action")
class MergeTags(SnippetBulkAction):
    display_name = gettext_lazy("Merge")
    action_type = "merge"
    aria_label = gettext_lazy("Merge the selected tags into one")
    template_name = "taxonomy/merge_tags.html"
    action_priority = 20
    models = [Tag]
    form_class = MergeTagsForm

    def check_perm(self, obj: Tag) -> bool:
        return self.request.user.has_perms(NEEDED)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "tags": self.get_actionable_objects()[0]}

    def get_execution_context(self) -> dict[str, Any]:
        return {"target": self.cleaned_form.cleaned_data["target"], "by": self.request.user}

    @classmethod
    def execute_action(cls, objects: list[Tag], **kwargs: Any) -> tuple[int, int]:
        return merge_tags(kwargs["target"], objects, kwargs["by"]), 0

    def form_valid(self, form: MergeTagsForm) -> HttpResponse:
        try:
            return super().form_valid(form)
        except ValidationError as error:
            form.add_error("target", error)
            return self.form_invalid(form)

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        return ngettext(
            "The tags are one now. %(count)d solution changed.",
            "The tags are one now. %(count)d solutions changed.",
            num_parent_objects,
        ) % {"count": num_parent_objects}


@hooks.register("before_delete_snippet")
def keep_parents(request: HttpRequest, instances: list[Any]) -> HttpResponse | None:
    """Deleting a node of a tree would delete all below it: refuse while there are any."""
    parents = [row.name for row in instances if isinstance(row, Category) and row.numchild]
    if not parents:
        return None
    text = _("Move or delete the categories below %(names)s first.") % {"names": ", ".join(parents)}
    messages.error(request, text)
    return redirect(Category.snippet_viewset.get_url_name("list"))


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    actions.register_action(
        "taxonomy.merge_tags", gettext_lazy("Merge tags"), gettext_lazy("Other tags were merged into it")
    )
