#!/usr/bin/env bash
# wagtail-grapple 0.31.0 with graphene 3.4.3 and graphql-core 3.2.8: an output field that never is null cannot be marked as
# deprecated. `GraphQLString(..., required=True, deprecation_reason=...)` raises IllegalDeprecation when the model's fields
# are built. GraphQL forbids that for required arguments and input fields only: graphene builds the same field, and
# graphql-core validates and prints the schema. Deprecating a field with Grapple's own option therefore makes it nullable,
# which is a breaking change for its clients.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  wagtail==8.0.1 wagtail-grapple==0.31.0 graphene==3.4.3 graphql-core==3.2.8 django==5.2.19

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
from graphql import validate_schema
from grapple.exceptions import IllegalDeprecation
from grapple.models import GraphQLString


class Query(graphene.ObjectType):
    country = graphene.String(required=True, deprecation_reason="Use countryCode.")


schema = graphene.Schema(query=Query).graphql_schema
assert validate_schema(schema) == []
field = schema.query_type.fields["country"]
print(f"graphene {version('graphene')}: country: {field.type} @deprecated, and the schema is valid")

try:
    GraphQLString("country", required=True, deprecation_reason="Use countryCode.")()
    answer = "accepted"
except IllegalDeprecation as error:
    answer = str(error)
print(f"wagtail-grapple {version('wagtail-grapple')}: {answer}")

nullable = GraphQLString("country", deprecation_reason="Use countryCode.")()
print(f"without required: {nullable.field_type} deprecated: {nullable.deprecation_reason}")
assert str(field.type) == "String!" and field.deprecation_reason
assert "cannot be both required and deprecated" in answer, "the behaviour has changed"
PYTHON
