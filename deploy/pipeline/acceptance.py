"""Use a deployed site as visitors, the website, editors and machines do, and say what is wrong.

python deploy/pipeline/acceptance.py SITE [--website WEBSITE] [--without write collect website]

It asks what smoke.py asks, and every query of the website; it searches, signs in with a wrong password, sends an event
of a visit, and writes: a copy of a solution, as a draft that visitors must not see, changed, and deleted. The variable
EDITORIAL_KEY has the key for that. The status is 1 when something is wrong.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from smoke import PATIENCE, ask, list_questions

DOCUMENTS = Path(__file__).resolve().parents[2] / "graphql" / "operations.json"
PARTS = ("write", "collect", "website")
"""What a site may not have, so that a check may leave it out."""
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
Row = dict[str, Any]


class Wrong(Exception):
    """What was answered, instead of what is right."""


@dataclass
class Answer:
    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)

    def read_json(self) -> Row:
        try:
            found = json.loads(self.body)
        except ValueError:
            raise Wrong(f"{self.status}, and no JSON: {self.body[:200]!r}") from None
        return found if isinstance(found, dict) else {}


def send(
    address: str, method: str = "GET", body: Any = None, headers: dict[str, str] | None = None
) -> Answer:
    """Send a request; status 0 and why, when there is no answer. body: what is sent as JSON, or bytes as they are."""
    given = {"User-Agent": BROWSER, **(headers or {})}
    if body is not None and not isinstance(body, bytes):
        body, given = json.dumps(body).encode(), {"Content-Type": "application/json", **given}
    try:
        with urlopen(Request(address, body, given, method=method), timeout=PATIENCE) as answer:
            return Answer(
                answer.status, answer.read(), {key.lower(): value for key, value in answer.headers.items()}
            )
    except HTTPError as error:
        return Answer(error.code, error.read())
    except (URLError, OSError) as error:
        return Answer(0, str(error).encode())


def need(right: bool, answer: Answer, wanted: str) -> None:
    if not right:
        raise Wrong(f"{wanted} was expected; {answer.status or 'no answer'}: {answer.body[:300]!r}")


def check_basics(site: str) -> None:
    """Health, the API, the sign-in page, and that metrics are closed."""
    for address, posted, status, is_right in list_questions(site, ""):
        given, body = ask(address, posted)
        need(given == status and is_right(body), Answer(given, body), f"{status} from {address}")


def read_documents() -> dict[str, Row]:
    """The website's queries, by name."""
    documents = json.loads(DOCUMENTS.read_text(encoding="utf-8"))["documents"]
    return {
        each["name"]: each
        for each in documents
        if each["owner"] == "theme" and each["text"].startswith("query")
    }


def query(site: str, name: str, variables: Row) -> Row:
    """The data of a query of the website, asked for as the website does."""
    asked = urlencode({"documentId": read_documents()[name]["id"], "variables": json.dumps(variables)})
    answer = send(f"{site}/graphql?{asked}")
    found = answer.read_json()
    need(
        answer.status == 200 and "errors" not in found and bool(found.get("data")),
        answer,
        f"{name} without errors",
    )
    return dict(found["data"])


def find_solution(site: str) -> Row:
    """The first solution of the list; it has a title and a path."""
    nodes = query(site, "Solutions", {"first": 1})["solutions"]["nodes"]
    if not nodes:
        raise Wrong("The site has no published solution: publish one, or import some.")
    return dict(nodes[0])


def list_variables(solution: Row) -> dict[str, Row]:
    """Variables of the queries that need some: of a solution that exists, and otherwise of what does not."""
    path, title = solution["path"], solution["title"]
    slug = path.rstrip("/").rpartition("/")[2]
    missing: dict[str, Row] = {name: {"slug": "none"} for name in ("Category", "Tag", "UseCase", "Vendor")}
    missing |= {name: {"path": "/none/"} for name in ("Collection", "Event", "Page")}
    return missing | {
        "Compare": {"slugs": [slug]}, "Events": {"from": "2027-04-01", "to": "2027-04-30"}, "Reviews": {"path": path},
        "Search": {"query": title}, "Solution": {"path": path, "slug": [slug]}, "Suggest": {"query": title[:4]},
    }  # fmt: skip


def check_queries(site: str) -> None:
    """Every query of the website, and that the page of a solution has what the list has."""
    solution = find_solution(site)
    variables = list_variables(solution)
    for name in read_documents():
        found = query(site, name, variables.get(name, {}))
        if name == "Solution" and (found["solution"] or {}).get("title") != solution["title"]:
            raise Wrong(f"The page {solution['path']} has another title than the list, or none.")


def check_search(site: str) -> None:
    """A solution is found by its title."""
    solution = find_solution(site)
    found = query(site, "Search", {"query": solution["title"]})["search"]
    if solution["path"] not in json.dumps(found):
        raise Wrong(
            f"The search for “{solution['title']}” does not find {solution['path']}: run `search check`."
        )


def check_sign_in(site: str) -> None:
    """A wrong password opens no session, and a form without its token is refused."""
    address = f"{site}/admin/login/"
    page = send(address)
    tokens = re.findall(rb'name="csrfmiddlewaretoken" value="([^"]+)"', page.body)
    need(page.status == 200 and bool(tokens), page, "200 with a form")
    given = {"username": f"unknown-{uuid.uuid4().hex[:8]}", "password": uuid.uuid4().hex}
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Referer": address}
    refused = send(address, "POST", urlencode(given).encode(), headers)
    need(refused.status == 403, refused, "403 without the form's token")
    cookie = page.headers.get("set-cookie", "").partition(";")[0]
    form = urlencode({**given, "csrfmiddlewaretoken": tokens[0].decode()}).encode()
    answer = send(address, "POST", form, {**headers, "Cookie": cookie})
    need(
        answer.status == 200 and "sessionid" not in str(answer.headers),
        answer,
        "the form again, without a session",
    )


def check_collect(site: str) -> None:
    """An event of a visit is taken."""
    event = {"id": str(uuid.uuid4()), "type": "view", "time": datetime.now(UTC).isoformat(), "path": "/"}
    answer = send(f"{site}/collect", "POST", {"events": [event]})
    need(answer.status == 202, answer, "202 (COLLECT_EVENTS switches it on)")


def check_write(site: str) -> None:
    """A key copies a solution, changes the copy and deletes it; visitors do not see the draft."""
    key = os.environ.get("EDITORIAL_KEY", "")
    if not key:
        raise Wrong(
            "EDITORIAL_KEY is not set: make a key as docs/DEPLOYMENT.md says, or add --without write."
        )
    headers = {"Authorization": f"Bearer {key}"}
    pages = f"{site}/api/v3/pages"
    listed = send(f"{pages}/?type=solutions.Solution&limit=1", headers=headers)
    items = listed.read_json().get("items")
    need(listed.status == 200 and bool(items), listed, "a solution that the key reads")
    slug = f"acceptance-{uuid.uuid4().hex[:12]}"
    copied = send(f"{pages}/{items[0]['id']}/actions/copy/", "POST", {"title": slug, "slug": slug}, headers)  # type: ignore[index]
    need(copied.status in (200, 201), copied, "a copy")
    page = f"{pages}/{copied.read_json()['id']}/"
    try:
        check_draft(site, page, slug, headers)
    finally:
        deleted = send(page, "DELETE", headers=headers)
    need(deleted.status in (200, 204), deleted, f"that {page} is deleted; delete “{slug}” in the admin")
    gone = send(f"{page}?draft=true", headers=headers)
    need(gone.status == 404, gone, "404 for what was deleted")


def check_draft(site: str, page: str, slug: str, headers: dict[str, str]) -> None:
    """The draft can be changed and read by its key, and by no other caller."""
    changed = send(page, "PATCH", {"summary": f"Written by {slug}."}, headers)
    need(changed.status == 200, changed, "a changed draft")
    read = send(f"{page}?draft=true", headers=headers)
    need(read.status == 200 and slug.encode() in read.body, read, "the draft, for its key")
    for given in ({}, {"Authorization": "Bearer aix_wrong"}):
        hidden = send(page, headers=given)
        need(hidden.status in (401, 403, 404), hidden, "a refusal without the key")
    if slug in json.dumps(query(site, "Search", {"query": slug})):
        raise Wrong("Visitors find the draft by search.")


def check_website(website: str, site: str) -> None:
    """The first page, that of a solution and the search are pages; another address is not."""
    path = find_solution(site)["path"]
    for address in (f"{website}/", f"{website}{path}", f"{website}/search/?q=a"):
        answer = send(address)
        need(answer.status == 200 and b"<html" in answer.body, answer, f"a page at {address}")
    missing = send(f"{website}/none-{uuid.uuid4().hex}/")
    need(missing.status == 404, missing, "404 for a page that does not exist")


def list_checks(
    site: str, website: str, without: list[str]
) -> Iterator[tuple[str, Callable[[], None] | None]]:
    """Names and checks; None for what is left out."""
    yield "basics", lambda: check_basics(site)
    yield "queries", lambda: check_queries(site)
    yield "search", lambda: check_search(site)
    yield "sign-in", lambda: check_sign_in(site)
    yield "collect", None if "collect" in without else lambda: check_collect(site)
    yield "write", None if "write" in without else lambda: check_write(site)
    yield "website", None if "website" in without else lambda: check_website(website, site)


def run_check(name: str, check: Callable[[], None] | None) -> bool:
    """Run a check and print what came of it; whether nothing is wrong."""
    if check is None:
        print(f"left out {name}")
        return True
    try:
        check()
    except Wrong as error:
        print(f"WRONG    {name}: {error}")
        return False
    print(f"ok       {name}")
    return True


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("site", metavar="SITE", help="address such as https://cms.example.org")
    parser.add_argument("--website", default="", help="address such as https://www.example.org")
    parser.add_argument("--without", nargs="+", default=[], choices=PARTS, help="what the site does not have")
    given = parser.parse_args()
    if not given.website and "website" not in given.without:
        parser.error("name the --website, or add --without website")
    checks = list_checks(given.site.rstrip("/"), given.website.rstrip("/"), given.without)
    results = [run_check(name, check) for name, check in checks]
    return int(not all(results))


if __name__ == "__main__":
    sys.exit(main())
