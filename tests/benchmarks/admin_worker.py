"""The process of one checkout in the benchmark of the admin: it fills its database, and opens pages when it is told to.

It is run by path, with another checkout's Python and folder, so it imports only what both have.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

PAGES = ("listing", "search", "found rows", "edit form")
"""The search is opened at an address of its own, and fetched into the page while somebody types (found rows)."""
VENDORS = 5_000


def load_neighbour(name: str) -> Any:
    """A module next to this file."""
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def fill(solutions: int) -> None:
    """The catalogue of the benchmark of reads, with more vendors, and an administrator."""
    catalogue = load_neighbour("catalogue")
    catalogue.fill(solutions, 1000)
    from content_types.testing.factories import make_user
    from content_types.vendors.models import Vendor

    first = Vendor.objects.get(slug="maker-000")
    names = {field.column for field in Vendor._meta.local_concrete_fields}
    changes = {
        "name": "'Company ' || lpad(n::text, 5, '0')", "slug": "'company-' || n",
        "translation_key": "gen_random_uuid()", "name_key": "'company' || n", "uuid": "gen_random_uuid()",
        "latest_revision_id": "NULL::int", "live_revision_id": "NULL::int",
    }  # fmt: skip
    own = {name: text for name, text in changes.items() if name in names}
    catalogue.copy_row(Vendor, first.pk, own, f"generate_series(1, {VENDORS}) n")
    catalogue.execute(
        "UPDATE solutions_solution SET vendor_id = (SELECT max(id) FROM vendors_vendor) - page_ptr_id %% %s",
        VENDORS,
    )
    make_user("admin", is_staff=True, is_superuser=True)
    catalogue.analyse()


def build_opener(page: str) -> Callable[[], bytes]:
    """A function that opens a page as an administrator; SystemExit when it is not shown."""
    from django.contrib.auth import get_user_model
    from django.test import Client

    from content_types.solutions.models import Solution

    client = Client()
    client.force_login(get_user_model().objects.get(username="admin"))
    solution = Solution.objects.get(slug="tool-7")
    path = {
        "listing": "/admin/solutions/", "search": "/admin/solutions/?q=agent",
        "found rows": "/admin/solutions/results/?q=agent",
        "edit form": f"/admin/pages/{solution.pk}/edit/",
    }[page]  # fmt: skip

    def open_page() -> bytes:
        response = client.get(path)
        if response.status_code != 200 or b"tool" not in response.content:
            raise SystemExit(f"{path} is answered {response.status_code}: {response.content[:300]!r}")
        return response.content

    return open_page


def profile(open_page: Callable[[], bytes]) -> None:
    import cProfile
    import pstats

    with cProfile.Profile() as found:
        open_page()
    for order in ("cumulative", "tottime"):
        pstats.Stats(found, stream=sys.stderr).sort_stats(order).print_stats(70)


def main() -> None:
    """Take orders as lines of JSON: {"fill": solutions}, {"open": page, "times": n}, {"profile": page}."""
    sys.path.remove(str(Path(__file__).resolve().parent))  # its plugins.py would hide the package of plugins
    import django

    django.setup()
    reads = load_neighbour("read_worker")
    openers: dict[str, Callable[[], bytes]] = {}
    for line in sys.stdin:
        order = json.loads(line)
        answer: Any = None
        if "fill" in order:
            fill(order["fill"])
        else:
            page = order.get("open") or order["profile"]
            opener = openers.setdefault(page, openers.get(page) or build_opener(page))
            if "profile" in order:
                profile(opener)
            else:
                answer = {**reads.measure(opener, order["times"]), "bytes": len(opener())}
                answer["statements"] = reads.count_statements(opener)
        print("=" + json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
