"""Finds the content that refers to records: published rows by Wagtail's reference index, drafts by what they say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import ForeignKey, Model, Q
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel, get_all_child_m2m_relations, get_all_child_relations
from wagtail.fields import RichTextField, StreamField
from wagtail.models import ReferenceIndex, Revision, RevisionMixin

from cms.merging.content.rewriting import Rewriter
from cms.merging.rows.plans import Plan
from cms.merging.rows.tables import read_rows

__all__ = ["plan_content"]

TEXTS = (RichTextField, StreamField)


def plan_content(plan: Plan, merged: Sequence[Any]) -> None:
    """Plan the changes of texts and drafts that refer to records which go, and to rows that are dropped."""
    rewriter = Rewriter(plan.targets)
    for model, keys in find_sources(merged).items():
        plan_texts(plan, rewriter, model, keys)
    plan_drafts(plan, rewriter)


def find_sources(merged: Sequence[Any]) -> dict[type[Model], set[str]]:
    """Rows whose published content refers to a record, by model."""
    found: dict[type[Model], set[str]] = defaultdict(set)
    for kind, key in ReferenceIndex.get_references_to_in_bulk(merged).values_list(
        "content_type", "object_id"
    ):
        model = ContentType.objects.get_for_id(kind).model_class()
        if model is not None:
            found[model].add(key)
    return found


def plan_texts(plan: Plan, rewriter: Rewriter, model: type[Model], keys: set[str]) -> None:
    for table, rows in iterate_tables(model, keys):
        fields = [field for field in table._meta.local_fields if isinstance(field, TEXTS)]
        if not fields:
            continue
        for key, row in read_rows(table, rows(), *(field.attname for field in fields)).items():
            for field in fields:
                old = row[field.attname]
                if (new := rewriter.rewrite_field(field, old)) != old:
                    plan.change(table, table._meta.pk.to_python(key), field.attname, old, new)


def iterate_tables(model: type[Model], keys: set[str]) -> Iterator[tuple[type[Model], Any]]:
    """The tables that hold the fields of a row: its own, those of its parents, and those of its child rows."""
    for table in (model, *model._meta.get_parent_list()):
        yield table, lambda: keys
    if issubclass(model, ClusterableModel):
        for relation in get_all_child_relations(model):
            child, owner = relation.related_model, relation.field.attname
            rows = child._base_manager.filter(**{f"{owner}__in": keys}).values_list("pk", flat=True)
            yield child, lambda rows=rows: list(rows)


def plan_drafts(plan: Plan, rewriter: Rewriter) -> None:
    for model in apps.get_models():
        if not issubclass(model, RevisionMixin) or model._meta.abstract:
            continue
        rule = build_mention_rule(rewriter, model)
        if rule is None:
            continue
        kind = ContentType.objects.get_for_model(model, for_concrete_model=False)
        rows = Revision.objects.filter(rule, content_type=kind).exclude(
            object_id__in=[str(key) for key in plan.targets.get(model, ())]
        )
        for key, content in rows.values_list("pk", "content"):
            if (new := rewriter.rewrite_version(model, content)) != content:
                plan.change(Revision, key, "content", content, new)


def build_mention_rule(rewriter: Rewriter, model: type[Model]) -> Q | None:
    """The versions of rows of a model that may refer to old keys; None where none can."""
    rules = [*iterate_rules(rewriter, model, ("content",))]
    for relation in get_all_child_relations(model) if issubclass(model, ClusterableModel) else ():
        name = relation.get_accessor_name()
        for field in relation.related_model._meta.concrete_fields:
            if isinstance(field, ForeignKey):
                rules += [
                    Q(**{f"content__{name}__contains": [{field.name: key}]})
                    for key in find_keys(rewriter, field.related_model)
                ]
            elif isinstance(field, TEXTS):
                rules.append(Q(**{f"content__{name}__regex": build_pattern(rewriter)}))
    return reduce(or_, rules) if rules else None


def iterate_rules(rewriter: Rewriter, model: type[Model], path: tuple[str, ...]) -> Iterator[Q]:
    prefix = "__".join(path)
    for field in model._meta.concrete_fields:
        if isinstance(field, ForeignKey) and not field.primary_key:
            if keys := find_keys(rewriter, field.related_model):
                yield Q(**{f"{prefix}__{field.name}__in": keys})
        elif isinstance(field, TEXTS):
            yield Q(**{f"{prefix}__{field.name}__regex": build_pattern(rewriter)})
    for field in get_all_child_m2m_relations(model):
        for key in find_keys(rewriter, field.related_model):
            yield Q(**{f"{prefix}__{field.name}__contains": [key]})


def find_keys(rewriter: Rewriter, model: Any) -> list[Any]:
    if not isinstance(model, type):
        return []
    return sorted(
        {
            key
            for known, keys in rewriter.targets.items()
            if issubclass(known, model) or issubclass(model, known)
            for key in keys
        },
        key=str,
    )


def build_pattern(rewriter: Rewriter) -> str:
    """A regular expression of PostgreSQL for text that holds one of the old keys as a whole word. Texts do not refer to
    child rows, nor to those of many-to-many relations."""
    keys = {
        str(key)
        for model, keys in rewriter.targets.items()
        if not model._meta.auto_created
        and not any(isinstance(field, ParentalKey) for field in model._meta.local_fields)
        for key in keys
    }
    return rf"\m({'|'.join(sorted(keys))})\M"
