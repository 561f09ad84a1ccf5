"""References inside stored content: blocks, rich text, and versions of rows kept as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.db.models import ForeignKey, Model
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import BaseTypedTableBlock
from wagtail.fields import RichTextField, StreamField

from cms.merging.kinds import find_rule
from cms.merging.rows.relations import find_unique_rules
from cms.visibility.references import find_targets

__all__ = ["Rewriter"]

Targets = Mapping[type[Model], Mapping[Any, Any]]
Json = dict[str, Any]


class Rewriter:
    """Replaces keys of records in stored content. targets: by model the old keys, each with the new one.

    Every method answers content of the form that it was given, equal to it where nothing had to be replaced.
    """

    def __init__(self, targets: Targets) -> None:
        self.targets = {model: dict(keys) for model, keys in targets.items() if keys}

    def translate(self, model: Any, key: Any) -> Any:
        """The key to refer to instead: a block for any page may hold the key of a solution."""
        if not isinstance(model, type):
            return key
        for known, keys in self.targets.items():
            if issubclass(known, model) or issubclass(model, known):
                if key in keys:
                    return keys[key]
                if isinstance(key, str) and key.isdecimal() and int(key) in keys:
                    return str(keys[int(key)])
        return key

    def rewrite_html(self, source: str) -> str:
        """Rich text, with the links and embeds that lead to old keys led to the new ones."""
        for target in sorted(find_targets(source), key=lambda found: -found.start):
            new = self.translate(target.model, target.key)
            if new != target.key:
                tag = source[target.start : target.end].replace(f'id="{target.key}"', f'id="{new}"')
                source = source[: target.start] + tag + source[target.end :]
        return source

    def rewrite_block(self, block: Any, value: Any) -> Any:
        """The stored value of a block and of all blocks inside it."""
        match block:
            case blocks.ChooserBlock():
                return self.translate(block.model_class, value)
            case blocks.RichTextBlock() if isinstance(value, str):
                return self.rewrite_html(value)
            case blocks.BaseStructBlock() if isinstance(value, dict):
                children = block.child_blocks
                return {
                    name: self.rewrite_block(children[name], part) if name in children else part
                    for name, part in value.items()
                }
            case blocks.BaseStreamBlock() if isinstance(value, list):
                return [self.rewrite_child(block, item) for item in value]
            case blocks.ListBlock() if isinstance(value, list):
                return self.rewrite_list(block.child_block, value)
            case BaseTypedTableBlock() if isinstance(value, dict):
                return self.rewrite_table(block, value)
        return value

    def rewrite_child(self, block: Any, item: Any) -> Any:
        child = block.child_blocks.get(item.get("type")) if isinstance(item, dict) else None
        return item if child is None else item | {"value": self.rewrite_block(child, item["value"])}

    def rewrite_list(self, child: Any, items: list[Any]) -> list[Any]:
        """The items of a list; one that chooses what an earlier one has come to choose is left out."""
        found, seen = [], set()
        for item in items:
            is_block = isinstance(item, dict) and {"type", "value"} <= item.keys()
            old = item["value"] if is_block else item
            new = self.rewrite_block(child, old)
            if isinstance(child, blocks.ChooserBlock):
                if new in seen and (new != old or new in self.list_new_keys()):
                    continue
                seen.add(new)
            found.append(item | {"value": new} if is_block else new)
        return found

    def list_new_keys(self) -> set[Any]:
        return {new for keys in self.targets.values() for new in keys.values()}

    def rewrite_table(self, block: Any, table: Json) -> Json:
        children = [block.child_blocks.get(each["type"]) for each in table.get("columns", ())]
        rows = [
            row
            | {
                "values": [
                    self.rewrite_block(child, cell)
                    for child, cell in zip(children, row["values"], strict=True)
                ]
            }
            for row in table.get("rows", ())
        ]
        return table | {"rows": rows}

    def rewrite_field(self, field: Any, value: Any) -> Any:
        """The stored value of a rich-text or stream field: text, or blocks as a list or as JSON text."""
        match field:
            case RichTextField() if isinstance(value, str):
                return self.rewrite_html(value)
            case StreamField() if isinstance(value, list):
                return self.rewrite_block(field.stream_block, value)
            case StreamField() if isinstance(value, str) and value.startswith("["):
                old = json.loads(value)
                new = self.rewrite_block(field.stream_block, old)
                return value if new == old else json.dumps(new)
        return value

    def rewrite_version(self, model: type[Model], content: Json) -> Json:
        """A version of a row as revisions keep it, with its child rows."""
        new = dict(content)
        for field in model._meta.concrete_fields:
            if field.name not in content or field.primary_key:
                continue
            if isinstance(field, ForeignKey):
                if find_rule(field.model, field.name).action == "move":
                    new[field.name] = self.translate(field.related_model, content[field.name])
            else:
                new[field.name] = self.rewrite_field(field, content[field.name])
        for field in get_all_child_m2m_relations(model):
            if field.name in content:
                keys = [self.translate(field.related_model, key) for key in content[field.name]]
                new[field.name] = list(dict.fromkeys(keys))
        for relation in get_all_child_relations(model):
            name = relation.get_accessor_name()
            if name in content:
                new[name] = self.rewrite_children(relation, content)
        return new

    def rewrite_children(self, relation: Any, content: Json) -> list[Json]:
        """Child rows of a version; one that has come to say the same as an earlier one, or to lead from the row to
        itself, is left out."""
        model, owner = relation.related_model, relation.field.name
        names = {field.attname: field.name for field in model._meta.concrete_fields}
        unique = [
            [names[each] for each in rule.columns if names[each] != owner]
            for rule in find_unique_rules(model)
            if names[rule.columns[0]] != "id" and owner in {names[each] for each in rule.columns}
        ]
        found: list[Json] = []
        seen: set[Any] = set()
        for old in content[relation.get_accessor_name()]:
            row = self.rewrite_version(model, old)
            keys = {(place, *(str(row.get(name)) for name in each)) for place, each in enumerate(unique)}
            if row != old and self.leads_to_itself(relation, row, content):
                continue
            if keys & seen:
                continue
            seen |= keys
            found.append(row)
        return found

    def leads_to_itself(self, relation: Any, row: Json, content: Json) -> bool:
        return any(
            row.get(field.name) == content.get("pk")
            for field in relation.related_model._meta.concrete_fields
            if isinstance(field, ForeignKey)
            and field.name != relation.field.name
            and relation.model in (field.related_model, *field.related_model._meta.get_parent_list())
        )
