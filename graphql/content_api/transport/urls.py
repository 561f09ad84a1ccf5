"""Addresses of the API."""

from django.urls import path

from content_api.transport.graphiql import graphiql_view
from content_api.transport.trusted_documents import documents_view
from content_api.transport.views import graphql_view, schema_view, trailing_slash_view

urlpatterns = [
    path("graphql", graphql_view, name="graphql"),
    path("graphql/", trailing_slash_view),
    path("graphql/playground", graphiql_view, name="graphql_playground"),
    path("graphql/documents", documents_view, name="graphql_documents"),
    path("graphql/schema.graphql", schema_view, name="graphql_schema"),
]
