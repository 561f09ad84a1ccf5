"""Model instances from rows of answers, as Django's own iterables make them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Model
from django.db.models.base import ModelState
from django.db.models.fields.related_descriptors import ForeignKeyDeferredAttribute
from django.db.models.query_utils import DeferredAttribute
from django.db.models.signals import post_init, pre_init

__all__ = ["instance_maker"]

Row = Sequence[Any]
Maker = Callable[[Row], Any]
PLAIN = (DeferredAttribute, ForeignKeyDeferredAttribute)
KNOWN_INITS = {
    ("django.db.models.base", "Model"),
    ("modelcluster.models", "ClusterableModel"),
    ("wagtail.models.pages", "AbstractPage"),
    ("wagtail.models.pages", "Page"),
    ("wagtail.models.pages", "ShowInMenusMixin"),
}
"""Classes whose `__init__` changes nothing on a row that came from the database with its primary key. Wagtail 8.0,
django-modelcluster 6.4: `Page` and `ShowInMenusMixin` fill rows without a key, `ClusterableModel` takes children by
keyword."""


def instance_maker(model: type[Model], names: Sequence[str], alias: str) -> Maker:
    """A function from a row, whose values belong to the attributes `names`, to an instance."""
    if not is_plain(model):
        return lambda row: model.from_db(alias, names, row)
    return plain_maker(model, tuple(names), alias)  # type: ignore[arg-type]


@lru_cache(maxsize=2000)
def plain_maker(model: type[Model], names: tuple[str, ...], alias: str) -> Maker:
    new = object.__new__
    special = [
        (index, name) for index, name in enumerate(names) if type(get_descriptor(model, name)) not in PLAIN
    ]
    state = LoadedState if alias == DEFAULT_DB_ALIAS else partial(make_state, alias)

    def make(row: Row) -> Any:
        instance = new(model)
        values = instance.__dict__
        values["_state"] = state()
        values.update(zip(names, row, strict=True))
        for index, name in special:
            del values[name]
            setattr(instance, name, row[index])
        return instance

    return make


class LoadedState(ModelState):
    """The state of rows from the default database: its two values are those of the class, which costs no writing."""

    adding = False
    db = DEFAULT_DB_ALIAS


def make_state(alias: str) -> ModelState:
    """The state of a row from another database."""
    state = LoadedState()
    state.db = alias
    return state


def is_plain(model: type[Model]) -> bool:
    """Whether making an instance does nothing but set its attributes, with those who listen now."""
    listens = pre_init.has_listeners(model) or post_init.has_listeners(model)
    return not listens and has_plain_class(model)  # type: ignore[arg-type]


@lru_cache(maxsize=2000)
def has_plain_class(model: type[Model]) -> bool:
    inits = {(each.__module__, each.__name__) for each in model.__mro__ if "__init__" in vars(each)}
    custom = inits - KNOWN_INITS - {("builtins", "object")}
    from_db = model.from_db.__func__ is not Model.from_db.__func__  # type: ignore[attr-defined]
    custom_new = any("__new__" in vars(each) for each in model.__mro__ if each is not object)
    return not (custom or from_db or custom_new)


def get_descriptor(model: type[Model], name: str) -> Any:
    """What stands in the class under a name, without asking descriptors."""
    return next((vars(each)[name] for each in model.__mro__ if name in vars(each)), None)
