"""Edit forms of the taxonomy."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models.functions import Lower
from django.utils.translation import gettext, gettext_lazy as _
from taggit.utils import parse_tags
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminTagWidget

from cms.visibility.current import current_gate
from content_types.taxonomy.models import Category, Tag


def indent_name(category: Any) -> str:
    """The name of a category, set in by its depth with em spaces."""
    return "\u2003" * (category.depth - 1) + category.name


class CategoryChoiceField(forms.ModelChoiceField):
    """Categories in the order of the tree, set in by their depth."""

    def label_from_instance(self, obj: Any) -> str:
        return indent_name(obj)


class TagNamesField(forms.CharField):
    """Tags of the site by their names, in any case; the server suggests them while somebody types."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=AdminTagWidget(tag_model=Tag, free_tagging=False), **kwargs)

    def clean(self, value: Any) -> list[Tag]:
        """The tags. A name that no tag has is rejected, and so is one that this person may not see."""
        names = parse_tags(super().clean(value))
        found = find_tags(names)
        if missing := [name for name in names if name.casefold() not in found]:
            text = gettext("There is no tag “%(names)s”: choose one of the tags that are suggested.")
            raise forms.ValidationError(text % {"names": "”, “".join(missing)})
        return list({found[name.casefold()].pk: found[name.casefold()] for name in names}.values())


def find_tags(names: Sequence[str]) -> dict[str, Tag]:
    """The tags that may be seen by their names in lower case; one statement. Of equal names the oldest tag is taken."""
    gate, lower = current_gate(), Lower("name")
    rows = Tag.objects.alias(lower=lower).filter(lower__in=[name.lower() for name in names])
    if gate is not None and not gate.sees_all(Tag):
        rows = rows.filter(gate.visible(Tag))
    return {tag.name.casefold(): tag for tag in rows.order_by("-pk")}


class CategoryForm(WagtailAdminModelForm):
    """Edits a category and its place in the tree."""

    parent = CategoryChoiceField(
        queryset=Category.objects.all(),
        required=False,
        label=_("Above it"),
        empty_label=_("– none: at the top –"),
        help_text=_("Its solutions are compared by the attributes of all categories above it, too."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.before = self.instance.get_parent() if self.instance.pk else None
        self.initial.setdefault("parent", self.before)

    def clean_parent(self) -> Category | None:
        parent: Category | None = self.cleaned_data["parent"]
        if parent and self.instance.pk and parent.path.startswith(self.instance.path):
            raise forms.ValidationError(
                gettext("A category cannot be its own descendant: choose a parent outside its branch.")
            )
        return parent

    def save(self, commit: bool = True) -> Category:
        """Store the category at its place; a new one is saved even without `commit`, as the tree requires."""
        parent, new = self.cleaned_data["parent"], self.instance.pk is None
        category: Category = super().save(commit=commit and not new)
        if new:
            return parent.add_child(instance=category) if parent else Category.add_root(instance=category)
        if parent != self.before or "name" in self.changed_data:
            self._move(category, parent)
        return category

    def _move(self, category: Category, parent: Category | None) -> None:
        """Siblings stand in the order of their names, so a renamed category moves as well."""
        if parent:
            category.move(parent, "sorted-child")
        else:
            category.move(Category.get_first_root_node(), "sorted-sibling")
        category.refresh_from_db()
