"""The tracked schema holds the plugins of the checkout; `graphql_schema --all` prints what a site has besides."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from cms.plugins.runtime.platform import Platform
from content_api.management.commands import graphql_schema
from content_api.schema.build import build_schema, schema_sdl
from tests.plugins.test_graphql import WORDS
from tests.plugins.workshop import Workshop

MUTATION = """
from dataclasses import dataclass
from cms.plugin_api import *

@dataclass(frozen=True)
class PrivateInput:
    '''Private.'''
    name: str

@dataclass(frozen=True)
class PrivatePayload:
    '''Private.'''
    done: bool | None

@hookimpl
def graphql_mutations():
    return [GraphQLMutation(name="private", input=PrivateInput, type=PrivatePayload, perform=lambda given, gate: None,
                            cost=1, permission=SIGNED_IN, description="Private.")]
"""


@pytest.mark.parametrize(
    ("code", "private"),
    [(WORDS, ("wordCount", "shout", "WordCount")), (MUTATION, ("PrivateInput", "private("))],
)
def test_private_plugins_stay_out_of_the_tracked_schema(
    code: str, private: tuple[str, ...], workshop: Workshop, site_with: Callable[..., Platform],
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(graphql_schema, "TARGET", tmp_path / "schema.graphql")
    workshop.write("words", code)
    site_with()
    out = StringIO()
    call_command("graphql_schema", stdout=out)
    assert "Left out, because they are not in plugins/: words." in out.getvalue()
    tracked = (tmp_path / "schema.graphql").read_text()
    printed = StringIO()
    call_command("graphql_schema", all=True, stdout=printed)
    for name in private:
        assert name not in tracked and name in printed.getvalue()
    call_command("graphql_schema", check=True)
    assert schema_sdl() == printed.getvalue()
    build_schema.cache_clear()
    assert schema_sdl() == printed.getvalue()


def test_the_plugins_of_the_checkout_stay_in_it() -> None:
    printed = StringIO()
    call_command("graphql_schema", all=True, stdout=printed)
    call_command("graphql_schema", check=True)
    assert "bookmarkCount" in printed.getvalue()
