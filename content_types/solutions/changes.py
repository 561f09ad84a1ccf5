"""Changing the same facts of many solutions at once: category, tags, life cycle."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Revision

from content_types.solutions.models import Solution
from content_types.taxonomy.models import Category, Tag

__all__ = ["Changes", "edit_solutions"]


@dataclass(frozen=True)
class Changes:
    """What is to be changed; what is empty stays as it is. category: the new primary category, which takes the place of
    the previous one."""

    category: Category | None = None
    status: str = ""
    added: Sequence[Tag] = field(default=())
    removed: Sequence[Tag] = field(default=())

    def alter(self, page: Solution) -> bool:
        """Change a profile, which is not saved yet; whether anything became different."""
        before = read_facts(page)
        if self.category is not None and self.category.pk != page.category_id:
            others = [
                each for each in page.categories.all() if each.pk not in (page.category_id, self.category.pk)
            ]
            page.category = self.category
            page.categories.set([self.category, *others])
        page.status = self.status or page.status
        page.tags.add(*self.added)
        page.tags.remove(*(tag.name for tag in self.removed))
        return read_facts(page) != before


def read_facts(page: Solution) -> tuple[Any, ...]:
    """Everything that `Changes` may alter."""
    categories = {each.pk for each in page.categories.all()}
    return page.category_id, categories, page.status, {each.pk for each in page.tags.all()}


@transaction.atomic
def edit_solutions(solutions: Iterable[Solution], changes: Changes, by: Any) -> int:
    """Make the changes to all of these profiles or to none; the number that became different.

    A published profile is published with them, and an unpublished draft of it gets them too and stays a draft.
    ValidationError with a message for each profile that cannot be changed.
    """
    edited, problems = 0, []
    for page in solutions:
        try:
            with transaction.atomic():
                edited += edit_solution(page, changes, by)
        except ValidationError as error:
            problems.append(describe_problem(page, error))
    if problems:
        raise ValidationError(problems)
    return edited


def edit_solution(page: Solution, changes: Changes, by: Any) -> bool:
    """Whether the public profile or its draft became different."""
    stored = Solution.objects.get(pk=page.pk)
    if not stored.live:
        return save_version(stored.get_latest_revision_as_object(), changes, by)
    draft = stored.latest_revision_id if stored.has_unpublished_changes else None
    is_published = save_version(stored, changes, by)
    if draft is None:
        return is_published
    waiting = Revision.objects.get(pk=draft).as_object()
    is_altered = changes.alter(waiting)
    if is_published or is_altered:
        waiting.save_revision(user=by, log_action=is_altered, clean=False)
    return is_published or is_altered


def save_version(page: Solution, changes: Changes, by: Any) -> bool:
    """Save a profile with the changes as a revision, and publish that if it is live; whether anything changed."""
    if not changes.alter(page):
        return False
    check_attributes(page)
    if not page.live:
        page.save()  # as the edit form does with what was never published
    revision = page.save_revision(user=by, log_action=True)
    if page.live:
        revision.publish(user=by)
    return True


def check_attributes(page: Solution) -> None:
    """ValidationError for attributes of neither the primary category nor one above it."""
    rows = page.attribute_values.all()
    foreign = [
        row.definition.name for row in rows if not page.category.path.startswith(row.definition.category.path)
    ]
    if foreign:
        text = _("%(names)s cannot be used in “%(category)s”: remove these attributes under Facts.")
        raise ValidationError(text % {"names": ", ".join(foreign), "category": page.category})


def describe_problem(page: Solution, error: ValidationError) -> str:
    """A line with the name of the profile and what has to be corrected in it."""
    if hasattr(error, "error_dict"):
        labels = {
            each.name: str(each.verbose_name)
            for each in Solution._meta.get_fields()
            if hasattr(each, "verbose_name")
        }
        reasons = [
            f"{labels.get(name, name)}: {' '.join(texts)}" for name, texts in error.message_dict.items()
        ]
    else:
        reasons = error.messages
    return f"“{page.title}”: {' '.join(reasons)}"
