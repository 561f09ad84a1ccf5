"""permission_filter and dashboard_panels: a solution under embargo is on no road of the API, until its moment."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from plugins.embargo.models import Embargo
from plugins.embargo.services import show_next_ends
from tests.content_api.client import ask
from tests.factories.content import make_review, make_site, make_solution, make_user
from tests.support.admin import sign_in_client

pytestmark = pytest.mark.django_db
ROADS = """{ solutions { totalCount nodes { title } } solution(slug: "soon") { title }
  page(path: "/solutions/soon/") { title } reviews { totalCount } search(query: "soon") { totalCount } }"""


@pytest.fixture(autouse=True)
def soon() -> Any:
    make_site()
    solution = make_solution("Soon")
    make_review(solution)
    return solution


@pytest.mark.parametrize(("days", "seen"), [(1, 0), (-1, 1)])
def test_permission_filter(soon: Any, client: Client, days: int, seen: int) -> None:
    Embargo.objects.create(solution=soon, until=timezone.now() + timedelta(days=days))
    found = ask(client, ROADS)
    assert found["solutions"]["totalCount"] == found["reviews"]["totalCount"] == seen
    assert found["search"]["totalCount"] == seen
    assert (found["solution"] is None) == (found["page"] is None) == (seen == 0)


def test_dashboard_panels(soon: Any, django_assert_num_queries: Any) -> None:
    assert show_next_ends(None) == {"rows": [], "text": "Nothing is under embargo."}
    moment = timezone.now() + timedelta(days=1)
    Embargo.objects.create(solution=soon, until=moment)
    with django_assert_num_queries(1):
        assert show_next_ends(None)["rows"] == [("Soon", f"/admin/pages/{soon.pk}/edit/", moment)]


def test_an_editor_sets_it_in_the_admin(soon: Any) -> None:
    admin = sign_in_client(user=make_user(is_superuser=True, is_staff=True))
    data = {"solution": soon.pk, "until": "2099-01-01 12:00", "note": "Press"}
    answer = admin.post("/admin/snippets/embargo/embargo/add/", data)
    assert answer.status_code == 302
    assert Embargo.objects.get().solution_id == soon.pk
