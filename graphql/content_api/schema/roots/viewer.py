"""`viewer`: the person who has signed in, and what is theirs. No other caller reads any of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import graphene
from django.contrib.auth import get_user_model
from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q
from graphene.utils.str_converters import to_snake_case
from graphql_relay import to_global_id

from cms.declarations import ViewerList, registry
from content_api.access.context import get_info_context
from content_api.access.reader import Reader
from content_api.model.marked_rows import expect_rows
from content_api.model.ordering import Ordering, required_columns
from content_api.model.pagination import Connection, PageArguments, paginate
from content_api.schema.connections import arguments, connection_type
from content_api.schema.types.values import list_row_members, object_type

__all__ = ["fields"]


def viewer_type(more: Mapping[str, graphene.Field]) -> type[graphene.ObjectType]:
    """The type `Viewer`: the account, the lists that packages declared, and more fields, those of plugins."""
    text = graphene.NonNull(graphene.String)
    members: dict[str, Any] = {
        "id": graphene.Field(graphene.ID, required=True, resolver=lambda user, info: to_global_id("Viewer", user.pk)),
        "display_name": graphene.Field(
            text, description="What others see.", resolver=lambda user, info: str(user.public_name)
        ),
        "email": graphene.Field(
            text, resolver=read_email,
            description="Your e-mail address, which only you see; empty without one, and for tokens without the scope "
            "`email`.",
        ),
        "groups": graphene.List(
            text, required=True, description="Names of your roles and other groups.",
            resolver=lambda user, info: user.names,
        ),
        "permissions": graphene.List(
            text, required=True, resolver=list_permissions,
            description="What your roles let you do in the admin, as app.codename; empty where the token only reads.",
        ),
    }  # fmt: skip
    members |= {to_snake_case(each.name): list_field(each) for each in registry.viewer_lists.values()}
    members |= {to_snake_case(name): field for name, field in more.items()}
    meta = type("Meta", (), {"description": "The person who is signed in."})
    return type("Viewer", (graphene.ObjectType,), {**members, "Meta": meta})


def read_email(user: Any, info: Any) -> str:
    return str(user.email) if get_info_context(info).actor.shares_email else ""


def list_permissions(user: Any, info: Any) -> list[str]:
    """The permissions of the person's account that the credential admits."""
    actor = get_info_context(info).actor
    return [] if actor.scopes is not None and not actor.scopes else sorted(user.get_all_permissions())


def list_field(declared: ViewerList) -> graphene.Field:
    def resolve(user: Any, info: Any, **given: Any) -> Connection:
        return load_page(declared, given, get_info_context(info).reader)

    node: Any = object_type(declared.type)
    kind = connection_type(node, declared.type.__name__)
    return graphene.Field(
        graphene.NonNull(kind), description=declared.description, resolver=resolve, args=arguments()
    )


def load_page(declared: ViewerList, given: dict[str, Any], reader: Reader) -> Connection:
    """A page of the viewer's rows, in one statement; the rows that they point to are loaded together."""
    columns = required_columns(declared.model, [each.lstrip("-") for each in declared.order])
    ordering = Ordering((*declared.order, "pk"), columns)
    rows = declared.select(reader.gate)
    found = paginate(rows, ordering, f"viewer:{declared.name}", PageArguments.of(given))
    values = [declared.build(row) for row in found.rows]
    for name, model in list_row_members(declared.type):
        expect_rows(model, {key for each in values if (key := getattr(each, name)) is not None}, reader)
    places = dict(zip(map(id, values), found.rows, strict=True))
    return replace(found, rows=values, cursor=lambda value: found.cursor(places[id(value)]))


def resolve_viewer(root: Any, info: Any) -> Any:
    """The account with the names of its groups, in one statement; None for all callers but people."""
    actor = get_info_context(info).actor
    if not actor.is_person:
        return None
    names = ArrayAgg("groups__name", filter=Q(groups__isnull=False), order_by="groups__name", default=[])
    users: Any = get_user_model()._default_manager
    return users.annotate(names=names).filter(pk=actor.user_id).first()


def fields(more: Mapping[str, graphene.Field]) -> dict[str, graphene.Field]:
    return {
        "viewer": graphene.Field(
            viewer_type(more),
            description="The signed-in user; null for anonymous callers and for keys.",
            resolver=resolve_viewer,
        )
    }
