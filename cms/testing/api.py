"""Asking the API as a frontend does: over HTTP, with JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.test import Client

__all__ = ["Api", "ApiErrors"]


class ApiErrors(AssertionError):
    """An answer held errors. `errors`: the list of them, as the API wrote it."""

    def __init__(self, errors: list[dict[str, Any]]) -> None:
        super().__init__("\n".join(describe(error) for error in errors))
        self.errors = errors


class Api:
    """A GraphQL client of the site. Every call names its user; without one the caller is anonymous."""

    def __init__(self) -> None:
        self._clients: dict[Any, Client] = {}

    def client(self, user: Any = None) -> Client:
        """Django's test client of a user, who is signed in at the first call: some statements, which come once."""
        key = user and user.pk
        if key not in self._clients:
            self._clients[key] = Client()
            if user:
                self._clients[key].force_login(user)
        return self._clients[key]

    def post(
        self, document: str, variables: Mapping[str, Any] | None = None, *, user: Any = None, **headers: str
    ) -> HttpResponse:
        """The HTTP response, whatever it is. headers: by name ("Accept-Language" is `accept_language`)."""
        body = {"query": document, "variables": dict(variables or {})}
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client(user).post("/graphql", body, content_type="application/json", headers=named)

    def query(
        self, document: str, variables: Mapping[str, Any] | None = None, *, user: Any = None
    ) -> dict[str, Any]:
        """The data of an answer; ApiErrors when there is one error or more."""
        answer = self.answer(document, variables, user=user)
        if answer.get("errors"):
            raise ApiErrors(answer["errors"])
        return answer["data"]

    def codes(
        self, document: str, variables: Mapping[str, Any] | None = None, *, user: Any = None
    ) -> list[str]:
        """The codes of an answer's errors, in their order: ["PLUGIN_ERROR"]."""
        answer = self.answer(document, variables, user=user)
        return [error["extensions"]["code"] for error in answer.get("errors", [])]

    def answer(
        self, document: str, variables: Mapping[str, Any] | None = None, *, user: Any = None
    ) -> dict[str, Any]:
        """The JSON of a response: its data, and its errors where there are some."""
        return self.post(document, variables, user=user).json()


def describe(error: Mapping[str, Any]) -> str:
    """One line: code, message and place of an error."""
    place = ".".join(map(str, error.get("path", ()))) or "the document"
    return f"{error['extensions']['code']} at {place}: {error['message']}"
