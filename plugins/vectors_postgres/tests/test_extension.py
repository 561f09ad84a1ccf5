"""Without pgvector: the table is there, and the remedy is named."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from content_types.testing.factories import make_site, make_solution
from plugins.vectors_postgres import storing
from tests.plugins.semantics import fill_embedding_slot

pytestmark = pytest.mark.django_db


def test_a_missing_extension_is_named_with_its_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storing, "EXTENSION", "vector_that_is_not_there")
    make_site()
    make_solution("Whisper")
    with fill_embedding_slot(), pytest.raises(CommandError) as raised:
        call_command("search", "rebuild", stdout=StringIO())
    assert "has no extension `vector_that_is_not_there`: install pgvector" in str(raised.value)
    assert "then run `manage.py search rebuild`" in str(raised.value)
