"""The edit form of a solution: what its rows must say together is checked before anything is saved."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from content_types.base.slugs import BasePageForm
from content_types.taxonomy.models import AttributeDefinition


class AttributeSelect(forms.Select):
    """All attribute definitions, grouped by their category in the order of the tree; one statement."""

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> list[Any]:
        rows = AttributeDefinition.objects.select_related("category").order_by("category__path", "sort_order")
        groups: dict[str, list[tuple[int, str]]] = {}
        for row in rows:
            groups.setdefault(row.category.name, []).append((row.pk, str(row)))
        self.choices = [("", "---------"), *groups.items()]
        return super().optgroups(name, value, attrs)


class SolutionForm(BasePageForm):
    """Puts the plans and attributes that were sent into the profile before the profile checks itself."""

    def _post_clean(self) -> None:
        for formset in self.formsets.values():
            if formset.is_valid():
                formset.instance = self.instance
                formset.save(commit=False)
        super()._post_clean()

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        category = data.get("category")
        if category and "attribute_values" in self.formsets:
            self._refuse_foreign_attributes(category)
        return data

    def _refuse_foreign_attributes(self, category: Any) -> None:
        """A message at each row whose attribute belongs to neither the primary category nor one above it."""
        for row in self.formsets["attribute_values"]:
            definition = row.cleaned_data.get("definition") if row.is_valid() else None
            if definition is None or row.cleaned_data.get("DELETE"):
                continue
            if not category.path.startswith(definition.category.path):
                text = _("%(name)s belongs to “%(theirs)s”, which is not “%(ours)s” or above it: remove it.")
                row.add_error(
                    "definition",
                    text % {"name": definition.name, "theirs": definition.category, "ours": category},
                )
