"""The edit form of a solution: what its rows must say together is checked before anything is saved."""

from typing import Any

from django.utils.translation import gettext as _

from content_types.base.slugs import BasePageForm
from content_types.solutions.attribute_widgets import AttributeCatalogue


class SolutionForm(BasePageForm):
    """Puts the plans and attributes that were sent into the profile before the profile checks itself."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "attribute_values" in self.formsets:
            self._share_attributes(self.formsets["attribute_values"])

    def _share_attributes(self, rows: Any) -> None:
        """Let every row of attributes offer those of the page's category, which are loaded once."""
        sent = str(self.data.get(self.add_prefix("category"), "")) if self.is_bound else ""
        catalogue = AttributeCatalogue(int(sent) if sent.isdecimal() else self.instance.category_id)
        add_fields = rows.add_fields

        def add_shared_fields(form: Any, index: Any) -> None:
            add_fields(form, index)
            form.fields["definition"].widget.catalogue = catalogue

        rows.add_fields = add_shared_fields
        for form in rows.__dict__.get("forms", ()):
            form.fields["definition"].widget.catalogue = catalogue

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
