"""Two moderators who merge the same records at the same moment: one does, the other is told."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connections
from django.http import HttpResponse

from cms.merging.models import Merge
from content_types.solutions.models import Solution
from content_types.vendors.models import Vendor
from tests.factories.content import make_site, make_solution, make_user, make_vendor
from tests.support.admin import sign_in_client
from tests.support.merging import merge, merge_page, messages_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.alone]
GONE = "Somebody merged or deleted one of these records meanwhile: choose again."
Pair = tuple[Any, Any]


def make_solutions() -> Pair:
    return make_solution("LangChain"), make_solution("Lang")


def make_vendors() -> Pair:
    return make_vendor("Acme"), make_vendor("Acme Inc")


def merge_together(first: Pair, second: Pair, monkeypatch: pytest.MonkeyPatch) -> list[HttpResponse]:
    """The answers to two editors, who send their forms when both have them open."""
    both, clients = Barrier(2, timeout=30), [sign_in_client("Editor") for _ in range(2)]
    for client in clients:
        wait_before_post(client, both, monkeypatch)

    def work(client: Any, pair: Pair) -> HttpResponse:
        try:
            return merge(client, *pair)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(work, clients, (first, second)))


def wait_before_post(client: Any, both: Barrier, monkeypatch: pytest.MonkeyPatch) -> None:
    send = client.post

    def post(*args: Any, **kwargs: Any) -> Any:
        both.wait()
        return send(*args, **kwargs)

    monkeypatch.setattr(client, "post", post)


@pytest.mark.parametrize(("make", "model"), [(make_solutions, Solution), (make_vendors, Vendor)])
@pytest.mark.parametrize("crossed", [False, True], ids=["the same way", "each into the other"])
def test_one_of_two_merges_wins_and_the_other_is_told(
    make: Callable[[], Pair], model: Any, crossed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_site()
    make_user("root")
    pair = make()
    sign_in_client("Editor").get(merge_page(*pair))  # content types that no merge needed before are made here
    answers = merge_together(pair, (pair[1], pair[0]) if crossed else pair, monkeypatch)
    assert [answer.status_code for answer in answers] == [200, 200]
    assert sorted(GONE in messages_in(answer) for answer in answers) == [False, True]
    done = Merge.objects.get()
    assert [row.pk for row in model.objects.all()] == [done.kept]
    assert list(done.merged) == [str(({row.pk for row in pair} - {done.kept}).pop())]
