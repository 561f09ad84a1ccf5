"""Many requests in the moment a process starts: everything is made once, and no plugin is lost."""

from __future__ import annotations

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from cms.base.once import once
from cms.plugins.runtime.calls import LockedDefaultDict, Statistics

CHECKOUT = Path(__file__).resolve().parents[2]
FRESH = """
import sys
sys.setswitchinterval(1e-6)
import django
django.setup()
from threading import Barrier, Thread
from graphql import print_schema
from cms.plugins.runtime.current import platform
from content_api.limits.field_costs import get_field_costs
from content_api.documents.validation import validate_document
from content_api.schema.build import build_schema
from django.conf import settings
barrier, seen = Barrier(8), []
def work(number):
    barrier.wait()
    found = validate_document("{ solutions { nodes { title bookmarkCount } } }", settings.API_LIMITS["anonymous"])
    seen.append((id(build_schema()), id(get_field_costs(build_schema())), [each.message for each in found.errors]))
threads = [Thread(target=work, args=(number,)) for number in range(8)]
[each.start() for each in threads]
[each.join() for each in threads]
refused = [each.name for each in platform().plugins.values() if each.reason and each.state == "refused"]
print(len(seen), len({each[:2] for each in seen}), sorted({m for each in seen for m in each[2]}), refused)
print("bookmark" in print_schema(build_schema()))
"""


@pytest.mark.parametrize("attempt", range(3))
def test_first_requests_share_one_schema_and_lose_no_plugin(attempt: int) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FRESH], cwd=CHECKOUT, capture_output=True, text=True, check=False
    )
    assert done.stdout.splitlines() == ["8 1 [] []", "True"], done.stdout + done.stderr[-2000:]


def test_what_is_made_once_is_made_by_one_thread_and_waited_for_by_the_others() -> None:
    made: list[int] = []

    @once
    def slow() -> int:
        time.sleep(0.05)
        made.append(1)
        return len(made)

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(lambda _: slow(), range(8))) == {1}
    slow.cache_clear()
    assert slow() == 2


def test_what_could_not_be_made_is_tried_again() -> None:
    outcomes = [ValueError(), None]

    @once
    def unsteady() -> str:
        if (error := outcomes.pop(0)) is not None:
            raise error
        return "made"

    with pytest.raises(ValueError):  # noqa: PT011
        unsteady()
    assert unsteady() == "made"


def test_entries_of_a_table_are_made_once() -> None:
    table: LockedDefaultDict[Statistics] = LockedDefaultDict(Statistics)
    with ThreadPoolExecutor(16) as pool:
        found = list(pool.map(lambda number: table["plugin", str(number % 10)], range(1_000)))
    assert len({id(each) for each in found}) == len(table) == 10
