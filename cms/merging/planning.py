"""What merging some records does and what forbids it, worked out without changing anything."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from treebeard.mp_tree import MP_Node
from wagtail.models import Page, TranslatableMixin

from cms.base.translated_texts import TranslatedTexts, fill_translations
from cms.merging.content.own_drafts import plan_own_drafts
from cms.merging.content.sources import plan_content
from cms.merging.kinds import find_kind
from cms.merging.redirects import plan_redirects
from cms.merging.rows.plans import Plan, plan_rows

__all__ = ["find_problems", "plan_merge"]


def plan_merge(kept: Any, merged: Sequence[Any]) -> Plan:
    """Plan a merge. `problems` of the plan names what forbids it; then nothing else is planned."""
    plan = Plan()
    plan.problems = find_problems(kept, merged)
    if plan.problems:
        return plan
    plan_rows(plan, type(kept), {record.pk: kept.pk for record in merged})
    plan_content(plan, merged)
    plan_texts(plan, kept, merged)
    plan_own_drafts(plan, kept)
    plan_redirects(plan, kept, merged)
    plan_translations(plan, kept, merged)
    kind = find_kind(type(kept))
    plan.warnings += kind.find_warnings(kept, merged) if kind else ()
    return plan


def find_problems(kept: Any, merged: Sequence[Any]) -> list[str]:
    """What forbids a merge, in sentences for people."""
    kind = find_kind(type(kept))
    if kind is None:
        return [_("Records of this kind cannot be merged.")]
    if not merged:
        return [_("Choose at least one record besides the one to keep.")]
    if any(record.pk == kept.pk for record in merged):
        return [_("A record cannot be merged into itself: choose another one to keep.")]
    return [
        *find_tree_problems(kept, merged),
        *find_language_problems(kept, merged),
        *kind.find_problems(kept, merged),
    ]


def find_tree_problems(kept: Any, merged: Sequence[Any]) -> list[str]:
    if not isinstance(kept, MP_Node):
        return []
    found = [
        _("“%(name)s” is above “%(kept)s”: keep the upper one, or move the lower one out of it first.")
        % {"name": record, "kept": kept}
        for record in merged
        if kept.path.startswith(record.path)
    ]
    if isinstance(kept, Page):
        found += [
            _("There are pages below “%(name)s”: move or delete them first.") % {"name": record}
            for record in merged
            if record.numchild
        ]
    return found


def find_language_problems(kept: Any, merged: Sequence[Any]) -> list[str]:
    """Pages of two languages are no duplicates, and neither is an alias, which follows its original."""
    found = []
    if isinstance(kept, TranslatableMixin) and any(row.locale_id != kept.locale_id for row in merged):
        found.append(_("These are pages in different languages: merge those of one language."))
    for row in (kept, *merged):
        if getattr(row, "alias_of_id", None):
            found.append(_("“%(name)s” is an alias: merge its original, or delete it.") % {"name": row})
    return found


def plan_texts(plan: Plan, kept: Any, merged: Sequence[Any]) -> None:
    """Texts in further languages that the record that is kept lacks come from the merged ones."""
    if isinstance(kept, TranslatedTexts):
        filled = fill_translations(kept.translations, *(record.translations for record in merged))
        if filled != kept.translations:
            plan.change(type(kept), kept.pk, "translations", kept.translations, filled)


def plan_translations(plan: Plan, kept: Any, merged: Sequence[Any]) -> None:
    """Translations of a merged page become those of the page that is kept, where it has none in their language."""
    if not isinstance(kept, TranslatableMixin):
        return
    base: Any = Page if isinstance(kept, Page) else type(kept)
    own = base.objects.filter(translation_key=kept.translation_key)
    taken = dict(own.values_list("locale_id", "pk"))
    for record in merged:
        if record.translation_key == kept.translation_key:
            continue
        others = base.objects.filter(translation_key=record.translation_key).exclude(pk=record.pk)
        for page in others.select_related("locale").order_by("pk"):
            if page.locale_id in taken:
                plan.warnings.append(
                    _(
                        "“%(name)s” in %(language)s stays a page of its own: merge it with its counterpart next."
                    )
                    % {"name": record, "language": page.locale}
                )
            else:
                taken[page.locale_id] = page.pk
                plan.change(
                    base, page.pk, "translation_key", str(page.translation_key), str(kept.translation_key)
                )
