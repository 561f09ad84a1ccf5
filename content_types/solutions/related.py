"""Solutions that a visitor of one may want to see as well, each with the reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import time
from functools import partial
from typing import Annotated, Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Model, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _, gettext_lazy

from cms.analytics.models import ViewedPair
from cms.analytics.viewed_pairs import compute_viewed_pairs
from cms.base.choices import TextChoices
from cms.declarations import Argument, BatchField, Gate, RowOf
from cms.plugins.api.contributions import Job
from cms.plugins.runtime.core_jobs import declare_job
from content_types.solutions.models import Solution, TaggedSolution
from content_types.taxonomy.models import AttributeDefinition, Category, Tag

__all__ = ["RelatedReason", "RelatedSolution", "RelatedSource", "declare_related", "register_job"]

KIND = "SOLUTION"
SHOWN, MAX_LINKS = 6, 200
"""Solutions that are listed when nothing is said, and rows of one category, tag or attribute that are looked at: the
most popular ones of a category, the newest of a tag or attribute. Of views, the days with most visitors."""


class RelatedReason(TextChoices):
    """Why a solution is related to another one."""

    EDITORIAL = "editorial", _("Chosen by editors")
    CATEGORY = "category", _("Same category")
    TAGS = "tags", _("Shared tags")
    ATTRIBUTES = "attributes", _("Same attributes")
    VIEWED = "viewed", _("Viewed together")


@dataclass(frozen=True)
class RelatedSolution:
    """A solution that is related to another one. text: the reason in words."""

    solution: Annotated[int | None, RowOf("solutions.Solution")]
    reason: RelatedReason
    text: str


@dataclass(frozen=True, eq=False)
class RelatedSource:
    """Where related solutions come from, as data.

    sql: a SELECT of target, strength and label for the solution `o.id`, in `o.language`; the stronger come first. It
    reads nothing of the target that its caller may not see: the gate is put around it. describe: the reason in words,
    from the labels. named: the model whose rows the labels name; the SQL joins `{named} n (id)`, the keys of those
    that its caller may see. link: the model of the links that lead to them.
    """

    reason: RelatedReason
    sql: str
    describe: Callable[[Sequence[str]], str]
    named: type[Model] | None = None
    link: type[Model] | None = None


SOURCES: list[RelatedSource] = [
    RelatedSource(
        RelatedReason.EDITORIAL,
        "SELECT a.alternative_id AS target, -coalesce(a.sort_order, 0) AS strength, NULL::text AS label "
        "FROM solutions_alternative a WHERE a.page_id = o.id",
        lambda labels: _("An alternative that editors chose"),
    ),
    RelatedSource(
        RelatedReason.CATEGORY,
        "SELECT s.target, s.strength, coalesce(c.translations -> o.language ->> 'name', c.name) AS label "
        "FROM solutions_solution own JOIN taxonomy_category c ON c.id = own.category_id "
        "JOIN {named} n (id) ON n.id = c.id, LATERAL ("
        "SELECT other.page_ptr_id AS target, coalesce(other.popularity, 0) AS strength "
        "FROM solutions_solution other JOIN wagtailcore_page p ON p.id = other.page_ptr_id "
        "WHERE other.category_id = own.category_id AND other.page_ptr_id <> o.id AND p.live AND p.locale_id = o.locale "
        f"ORDER BY other.popularity DESC NULLS LAST, other.page_ptr_id LIMIT {MAX_LINKS}) s "
        "WHERE own.page_ptr_id = o.id",
        lambda labels: _("Also in %s") % labels[0],
        named=Category,
    ),
    RelatedSource(
        RelatedReason.TAGS,
        "SELECT l.target, count(*) AS strength, "
        "string_agg(coalesce(t.translations -> o.language ->> 'name', t.name), ', ' ORDER BY t.name) AS label "
        "FROM solutions_taggedsolution own JOIN taxonomy_tag t ON t.id = own.tag_id "
        "JOIN {named} n (id) ON n.id = t.id, LATERAL ("
        "SELECT other.content_object_id AS target FROM solutions_taggedsolution other WHERE other.tag_id = own.tag_id "
        f"ORDER BY other.id DESC LIMIT {MAX_LINKS}) l WHERE own.content_object_id = o.id GROUP BY l.target",
        lambda labels: _("Shares the tags: %s") % labels[0],
        named=Tag,
        link=TaggedSolution,
    ),
    RelatedSource(
        RelatedReason.ATTRIBUTES,
        "SELECT l.target, count(*) AS strength, string_agg(d.name, ', ' ORDER BY d.name) AS label "
        "FROM solutions_attributevalue own JOIN taxonomy_attributedefinition d ON d.id = own.definition_id "
        "JOIN {named} n (id) ON n.id = d.id, LATERAL ("
        "SELECT other.page_id AS target FROM solutions_attributevalue other "
        "WHERE other.definition_id = own.definition_id AND other.value = own.value "
        f"ORDER BY other.id DESC LIMIT {MAX_LINKS}) l WHERE own.page_id = o.id GROUP BY l.target",
        lambda labels: _("The same in: %s") % labels[0],
        named=AttributeDefinition,
    ),
    RelatedSource(
        RelatedReason.VIEWED,
        "SELECT l.target, sum(l.visitors) AS strength, NULL::text AS label FROM ("
        "SELECT p.other AS target, p.visitors FROM analytics_viewedpair p "
        f"WHERE p.kind = '{KIND}' AND p.key = o.id ORDER BY p.visitors DESC LIMIT {MAX_LINKS}) l GROUP BY l.target",
        lambda labels: _("Viewed together"),
    ),
]
"""In the order in which they fill a list."""


def declare_related() -> BatchField:
    return BatchField(
        Solution, "related", list[RelatedSolution], load_related,
        "Other visible solutions in its language: those that editors chose, then those of its category, with the same"
        " tags, with the same attributes, and those that its visitors viewed on the same day.",
        True, default=(), reads=(Solution, Category, Tag, AttributeDefinition, ViewedPair), cost=10,
        arguments={"first": Argument(int, "How many.", default=SHOWN)},
    )  # fmt: skip


def register_job() -> None:
    declare_job(
        Job(
            name="compute_viewed_pairs", run=partial(compute_viewed_pairs, KIND), at=time(4, 10),
            description=gettext_lazy("Computes which solutions visitors viewed on the same day."),
        )
    )  # fmt: skip


def load_related(
    keys: Sequence[int], gate: Gate, given: Mapping[str, Any]
) -> Mapping[int, list[RelatedSolution]]:
    """The related solutions of each; one statement."""
    size = given.get("first", SHOWN)
    rows = read_related(keys, gate, size) if size else []
    found: dict[int, dict[int, RelatedSolution]] = defaultdict(dict)
    for owner, place, target, label, language in rows:
        source, known = SOURCES[place], found[owner]
        if target not in known and len(known) < size:
            with translation.override(language):
                text = source.describe([label or ""])
            known[target] = RelatedSolution(target, source.reason, text)
    return {owner: list(each.values()) for owner, each in found.items()}


def read_related(keys: Sequence[int], gate: Gate, size: int) -> list[tuple[int, int, int, str | None, str]]:
    """Owner, number of the source, target, label and language, in the order of the list: `size` of each source."""
    visible = Solution.objects.filter(gate.visible(Solution)).order_by().values("pk", "locale_id")
    shown = list_shown_sources(gate)
    try:
        text, params = compile_rows(visible)
    except EmptyResultSet:
        return []
    parts = " UNION ALL ".join(
        f"(SELECT {place} AS place, f.target, f.strength, f.label FROM ({sql}) f "
        f"JOIN ({text}) v (id, locale) ON v.id = f.target AND v.locale = o.locale "
        f"WHERE f.target <> o.id ORDER BY f.strength DESC, f.target LIMIT %s)"
        for place, sql, _named in shown
    )
    statement = (
        "SELECT o.id, f.place, f.target, f.label, o.language FROM ("
        "SELECT p.id, l.id AS locale, l.language_code AS language "
        "FROM wagtailcore_page p JOIN wagtailcore_locale l ON l.id = p.locale_id WHERE p.id = ANY(%s::bigint[])) o "
        f"CROSS JOIN LATERAL ({parts}) f "
        "ORDER BY o.id, f.place, f.strength DESC, f.target"
    )
    own = [value for *_rest, named in shown for value in (*named, *params, size * len(SOURCES))]
    with connection.cursor() as cursor:
        cursor.execute(statement, [list(keys), *own])
        return cursor.fetchall()


def list_shown_sources(gate: Gate) -> list[tuple[int, str, tuple[Any, ...]]]:
    """Place, SQL and parameters of each source; without those whose labels name what the viewer may not see."""
    found: list[tuple[int, str, tuple[Any, ...]]] = []
    for place, source in enumerate(SOURCES):
        if source.named is None:
            found.append((place, source.sql, ()))
            continue
        rule = gate.visible_by(source.link, source.named) if source.link else gate.visible(source.named)
        with suppress(EmptyResultSet):
            text, params = compile_rows(source.named._default_manager.filter(rule).order_by().values("pk"))
            found.append((place, source.sql.replace("{named}", f"({text})"), params))
    return found


def compile_rows(rows: QuerySet[Any]) -> tuple[str, tuple[Any, ...]]:
    """The text of a query set and its parameters; EmptyResultSet when it can have no rows."""
    text, params = rows.query.get_compiler(rows.db).as_sql()
    return text, tuple(params)
