"""Addresses of the API."""

from django.urls import path

from content_api.http.playground import playground
from content_api.http.views import graphql_view, schema_view

urlpatterns = [
    path("graphql", graphql_view, name="graphql"),
    path("graphql/playground", playground, name="graphql_playground"),
    path("graphql/schema.graphql", schema_view, name="graphql_schema"),
]
