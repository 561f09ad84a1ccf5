#!/usr/bin/env bash
# wagtail-grapple 0.31.0: the type of a paginated list lacks the first letters of a model's name when these are among S, t, u
# and b. `PaginatedQuerySet` removes "Stub" from the beginning with `str.lstrip`, which takes a set of characters and not a
# prefix. A model `Solution` gets `olutionPaginatedType`, and `Studio` gets `dioPaginatedType`. `Article` gets the name that
# one expects. Clients see these names in the schema and in generated code.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  wagtail==8.0.1 wagtail-grapple==0.31.0 graphene==3.4.3 graphene-django==3.2.3 graphql-core==3.2.8 django==5.2.19

"$folder/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

import django
from django.conf import settings

settings.configure(
    INSTALLED_APPS=[
        "django.contrib.contenttypes", "django.contrib.auth", "taggit", "modelsearch", "wagtail.search",
        "wagtail.images", "wagtail.documents", "wagtail.users", "wagtail.admin", "wagtail", "graphene_django", "grapple",
    ],
    SECRET_KEY="finding", STATIC_URL="/static/", WAGTAIL_SITE_NAME="finding", GRAPPLE={"APPS": []},
)
django.setup()

import graphene
from django.db import models
from graphene_django import DjangoObjectType
from grapple.types.structures import PaginatedQuerySet


def name_paginated_type(name: str) -> str:
    """The name of the type that lists of a model with this name get."""
    model = type(name, (models.Model,), {"__module__": __name__, "Meta": type("Meta", (), {"app_label": "finding"})})
    node = type(name, (DjangoObjectType,), {"Meta": type("Meta", (), {"model": model, "fields": ("id",)})})
    query = type("Query", (graphene.ObjectType,), {"items": PaginatedQuerySet(node, name)})
    return str(graphene.Schema(query=query).graphql_schema.query_type.fields["items"].type)


names = {name: name_paginated_type(name) for name in ("Article", "Solution", "Studio")}
print(f"wagtail-grapple {version('wagtail-grapple')}: {names}")
assert names == {
    "Article": "ArticlePaginatedType",
    "Solution": "olutionPaginatedType",
    "Studio": "dioPaginatedType",
}, "the behaviour has changed"
PYTHON
