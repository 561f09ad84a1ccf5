"""Slugs that editors need not type: an empty one is made from the name, whatever its script."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from wagtail.admin.forms import WagtailAdminPageForm

from cms.base.slugs import make_slug, number_slug


def fill_slug(obj: Any) -> None:
    """Give a row without a slug one that is made from its name and not taken."""
    if obj.slug:
        return
    longest = obj._meta.get_field("slug").max_length
    base = make_slug(obj.name, obj._meta.model_name, longest)
    taken = type(obj)._default_manager.filter(slug__startswith=base).values_list("slug", flat=True)
    obj.slug = number_slug(base, set(taken))


class BasePageForm(WagtailAdminPageForm):
    """The edit form of every page. Its slug may be left empty."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def add_error(self, field: str | None, error: Any) -> None:
        """What a page says of a field that this form does not have, such as one of the editorial API, is said of the
        whole page; Django would fail."""
        given = getattr(error, "error_dict", {}) if field is None else {}
        missing = given.keys() - self.fields.keys() - {NON_FIELD_ERRORS}
        kept = {name: found for name, found in given.items() if name not in missing}
        if kept or not missing:
            super().add_error(field, ValidationError(kept) if missing else error)
        for name in sorted(missing):
            texts = ValidationError(given[name]).messages
            super().add_error(None, ValidationError([f"{name}: {text}" for text in texts]))

    def clean_slug(self) -> str:
        """The slug that was given, or one that no page below the same parent has."""
        slug, title = self.cleaned_data["slug"], self.cleaned_data.get("title")
        if slug or not title:
            return str(slug)
        siblings = self.parent_page.get_children().exclude(pk=self.instance.pk) if self.parent_page else ()
        taken = {page.slug for page in siblings}
        return number_slug(make_slug(title, self.instance._meta.model_name), taken)
