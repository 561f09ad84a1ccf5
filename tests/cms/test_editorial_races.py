"""Several machines that write through /api/v3/ at the same moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from cms.identity import key_checks
from cms.identity.api_keys import KeyLimits, create_key
from cms.identity.key_uses import forget_uses
from cms.identity.roles import EDITOR
from content_types.solutions.models import Solution, SolutionIndex
from tests.factories.content import index_page, make_category, make_site, make_user

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.alone]
AT_ONCE = 4


def create(token: str, data: dict[str, Any]) -> Any:
    headers = {"Authorization": f"Bearer {token}"}
    try:
        return Client().post("/api/v3/pages/", data, content_type="application/json", headers=headers)
    finally:
        connections.close_all()


def test_pages_of_one_title_get_addresses_of_their_own() -> None:
    key_checks.forget_keys()
    forget_uses()
    make_site()
    editor = make_user("editor", groups=(EDITOR.name,), is_staff=True)
    token = create_key("feed", editor, KeyLimits(actions=["create"]))[1]
    meta = {"type": "solutions.Solution", "parent_id": index_page(SolutionIndex).pk}
    data = {"meta": meta, "title": "Kite", "summary": "It flies.", "category": make_category().pk}
    with ThreadPoolExecutor(AT_ONCE) as threads:
        answers = list(threads.map(create, [token] * AT_ONCE, [data] * AT_ONCE))
    assert [each.status_code for each in answers] == [201] * AT_ONCE, [each.content for each in answers]
    slugs = Solution.objects.order_by("path").values_list("slug", flat=True)
    assert list(slugs) == ["kite", "kite-2", "kite-3", "kite-4"]
