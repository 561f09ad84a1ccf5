"""Addresses of the API."""

from django.urls import path

from content_api.transport.playground import playground
from content_api.transport.trusted_documents import documents_view
from content_api.transport.views import elsewhere_view, graphql_view, schema_view

urlpatterns = [
    path("graphql", graphql_view, name="graphql"),
    path("graphql/", elsewhere_view),
    path("graphql/playground", playground, name="graphql_playground"),
    path("graphql/documents", documents_view, name="graphql_documents"),
    path("graphql/schema.graphql", schema_view, name="graphql_schema"),
]
