"""The hand-written demo catalogue is whole: counts, references, vocabularies, lengths, rules and pictures."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import wagtail.admin
from dateutil.rrule import rrulestr
from PIL import Image

from cms.demo import FILES, images
from content_types.events.choices import AttendanceMode, EventStatus
from content_types.reviews.choices import (
    LIVE_STATES,
    CompanySize,
    Incentive,
    Relationship,
    ReviewState,
    Verification,
)
from content_types.solutions.choices import Deployment, Platform, PricingModel, PricingPeriod, SolutionStatus
from content_types.vendors.countries import Country

Record = dict[str, Any]
ICONS = Path(wagtail.admin.__file__).parent / "templates/wagtailadmin/icons"
BLOCKS = {
    "paragraph",
    "heading",
    "quote",
    "features",
    "faq",
    "stats",
    "code",
    "call_to_action",
    "solution_list",
    "image",
}
LENGTHS = {
    "summary": 300,
    "title": 120,
    "name": 120,
    "body": 5000,
    "pros": 1000,
    "cons": 1000,
    "reviewerRole": 80,
}


@cache
def records() -> list[Record]:
    return [json.loads(line) for file in FILES for line in file.read_text(encoding="utf-8").splitlines()]


def of(kind: str, **fields: Any) -> list[Record]:
    """The records of a kind whose fields have these values."""
    return [
        r for r in records() if r["kind"] == kind and all(r[key] == value for key, value in fields.items())
    ]


def slugs(kind: str, **fields: Any) -> set[str]:
    return {record["slug"] for record in of(kind, **fields)}


def blocks(block_type: str) -> Iterator[tuple[Record, Record]]:
    """Each block of a type, as its value with the record whose body holds it."""
    for record in records():
        if isinstance(record.get("body"), list):
            yield from ((record, b["value"]) for b in record["body"] if b["type"] == block_type)


def test_counts() -> None:
    english = of("solution", locale="en")
    assert len(english) >= 45
    assert len({s["category"] for s in english}) == 12
    assert len(of("solution", locale="de")) == 12
    assert (len(of("tag")), len(of("use_case"))) == (40, 15)
    assert (len(of("event", locale="en")), len(of("collection")), len(of("review"))) == (10, 6, 150)
    assert sum(bool(s["logo"]) for s in english) >= 45
    assert sum(bool(s["gallery"]) for s in english) == 15


def test_review_states_and_spread() -> None:
    states = Counter(r["state"] for r in of("review"))
    assert states == {"PUBLISHED": 130, "PENDING": 12, "REJECTED": 4, "SPAM": 3, "WITHDRAWN": 1}
    published = of("review", state="PUBLISHED")
    assert len({r["solution"] for r in published}) >= 30
    assert {r["rating"] for r in published} == {1, 2, 3, 4, 5}


@pytest.mark.parametrize("kind", ["category", "tag", "use_case", "vendor"])
def test_slugs_of_snippets_are_unique(kind: str) -> None:
    assert duplicates(r["slug"] for r in of(kind)) == []


@pytest.mark.parametrize("kind", ["solution", "event", "collection"])
def test_slugs_of_pages_are_unique_in_their_locale(kind: str) -> None:
    assert duplicates((r["locale"], r["slug"]) for r in of(kind)) == []


def test_reviews_are_unique() -> None:
    live = [r for r in of("review") if ReviewState[r["state"]] in LIVE_STATES]
    assert duplicates((r["author"], r["solution"]) for r in live) == []
    for key in ("externalId", "title", "body"):
        assert duplicates(r[key] for r in of("review")) == []


def test_an_author_has_one_name() -> None:
    assert duplicates(author for author, _ in {(r["author"], r["authorName"]) for r in of("review")}) == []


def test_parents_and_translations_come_first() -> None:
    seen: set[tuple[str, str]] = set()
    for record in records():
        needed = record.get("parent") or record.get("translationOf")
        assert needed is None or (record["kind"], needed) in seen, record["slug"]
        seen.add((record["kind"], record.get("slug", "")))


@pytest.mark.parametrize(
    ("kind", "field", "target"),
    [
        ("solution", "vendor", "vendor"),
        ("solution", "category", "category"),
        ("solution", "categories", "category"),
        ("solution", "tags", "tag"),
        ("solution", "useCases", "use_case"),
        ("event", "organiser", "vendor"),
        ("review", "solution", "solution"),
    ],
)
def test_references(kind: str, field: str, target: str) -> None:
    known = slugs(target)
    for record in of(kind):
        values = record[field] if isinstance(record[field], list) else [record[field]]
        assert {value for value in values if value} <= known, record.get("slug")


def test_every_tag_and_use_case_is_used() -> None:
    assert {tag for s in of("solution") for tag in s["tags"]} == slugs("tag")
    assert {use for s in of("solution") for use in s["useCases"]} == slugs("use_case")


def test_references_between_pages_stay_in_their_locale() -> None:
    for record, wanted in page_references():
        assert wanted <= slugs("solution", locale=record["locale"]), (record["locale"], record["slug"])


def page_references() -> Iterator[tuple[Record, set[str]]]:
    yield from ((s, set(s["alternatives"])) for s in of("solution"))
    yield from ((e, set(e["solutions"])) for e in of("event"))
    yield from ((c, {item["solution"] for item in c["items"]}) for c in of("collection"))
    yield from ((record, set(value["solutions"])) for record, value in blocks("solution_list"))


def test_bodies_list_only_earlier_solutions() -> None:
    order = {(s["locale"], s["slug"]): place for place, s in enumerate(of("solution"))}
    for record, value in blocks("solution_list"):
        if record["kind"] == "solution":
            own = order[record["locale"], record["slug"]]
            assert all(order[record["locale"], slug] < own for slug in value["solutions"]), record["slug"]


def test_no_solution_is_its_own_alternative() -> None:
    assert [s["slug"] for s in of("solution") if s["slug"] in s["alternatives"]] == []


@pytest.mark.parametrize(
    ("kind", "field", "choices"),
    [
        ("vendor", "country", Country),
        ("solution", "pricingModel", PricingModel),
        ("solution", "deployment", Deployment),
        ("solution", "platforms", Platform),
        ("solution", "status", SolutionStatus),
        ("event", "attendanceMode", AttendanceMode),
        ("event", "status", EventStatus),
        ("review", "state", ReviewState),
        ("review", "companySize", CompanySize),
        ("review", "relationship", Relationship),
        ("review", "incentive", Incentive),
        ("review", "verification", Verification),
    ],
)
def test_values_of_vocabularies(kind: str, field: str, choices: Any) -> None:
    used = {v for r in of(kind) for v in (r[field] if isinstance(r[field], list) else [r[field]]) if v}
    assert used <= set(choices.__members__)


def test_ratings_are_one_to_five() -> None:
    for review in of("review"):
        given = [review["rating"], *(value for value in review["ratings"].values() if value is not None)]
        assert all(type(value) is int and 1 <= value <= 5 for value in given), review["externalId"]


def test_lengths() -> None:
    for record in records():
        for field, limit in LENGTHS.items():
            text = record.get(field)
            assert not isinstance(text, str) or len(text) <= limit, (record.get("slug"), field)


def test_no_review_repeats_a_phrase_of_another() -> None:
    """A reader who scrolls notices a template by runs of words that return."""
    runs: Counter[str] = Counter()
    for review in of("review"):
        words = re.findall(r"\w+", f"{review['title']}. {review['body']}".lower())
        runs.update({" ".join(words[start : start + 6]) for start in range(len(words) - 5)})
    assert [run for run, count in runs.items() if count > 1] == []


def test_body_blocks() -> None:
    for record in records():
        if isinstance(record.get("body"), list):
            assert {block["type"] for block in record["body"]} <= BLOCKS, record["slug"]
            assert record["kind"] != "solution" or 3 <= len(record["body"]) <= 7, record["slug"]


def test_addresses() -> None:
    for record in records():
        for address in (record.get("website"), record.get("joinUrl")):
            assert not address or re.match(r"https://[a-z0-9.-]+/", address), address


def test_attribute_values_fit_their_definitions() -> None:
    categories = {c["slug"]: c for c in of("category")}
    for solution in of("solution"):
        definitions = collect_definitions(categories, solution["category"])
        for key, value in solution["attributes"].items():
            assert fits(definitions[key], value), (solution["slug"], key)


def collect_definitions(categories: dict[str, Record], slug: str | None) -> dict[str, Record]:
    """The attribute definitions of a category and of those above it, by key."""
    if slug is None:
        return {}
    category = categories[slug]
    own = {a["key"]: a for a in category["attributes"]}
    above = collect_definitions(categories, category["parent"])
    assert not own.keys() & above.keys(), slug
    return own | above


def fits(definition: Record, value: str) -> bool:
    match definition["type"]:
        case "number":
            return Decimal(value).is_finite()
        case "boolean":
            return value in ("true", "false")
        case "choice":
            return value in definition["choices"]
    return bool(value)


def test_categories_have_attributes_and_icons() -> None:
    for category in of("category"):
        assert 2 <= len(category["attributes"]) <= 5, category["slug"]
        assert {a["type"] for a in category["attributes"]} <= {"text", "number", "boolean", "choice"}
        assert (ICONS / f"{category['icon']}.svg").exists(), category["icon"]


def test_prices() -> None:
    for solution in of("solution"):
        assert solution["pricingModel"] != "FREE" or not any(p["price"] for p in solution["pricingPlans"])
        for plan in solution["pricingPlans"]:
            assert plan["period"] in PricingPeriod.__members__
            assert plan["price"] is None or Decimal(plan["price"]) >= 0
            assert plan["isFree"] == (plan["price"] == "0.00")


def test_events_are_in_their_zone_and_window() -> None:
    for event in of("event"):
        zone = ZoneInfo(event["timeZone"])
        start, end = (
            datetime.fromisoformat(event[key]).replace(tzinfo=zone) for key in ("startsAt", "endsAt")
        )
        assert datetime(2026, 12, 1, tzinfo=zone) <= start < end < datetime(2028, 1, 1, tzinfo=zone)
        assert start.astimezone(UTC).astimezone(zone).hour == start.hour
        opens, closes = event["registrationOpensAt"], event["registrationClosesAt"]
        assert opens is None or opens < closes <= event["endsAt"], event["slug"]


def test_events_have_the_place_their_mode_needs() -> None:
    for event in of("event"):
        assert bool(event["venue"]) == (event["attendanceMode"] != "ONLINE"), event["slug"]
        assert bool(event["joinUrl"]) == (event["attendanceMode"] != "IN_PERSON"), event["slug"]


def test_recurrence_begins_with_the_event() -> None:
    repeated = [e for e in of("event") if e["recurrence"]]
    assert len(repeated) == 2
    for event in repeated:
        start = datetime.fromisoformat(event["startsAt"])
        rule = re.sub(r"(UNTIL=\w+)Z", r"\1", event["recurrence"])
        assert rrulestr(rule, dtstart=start)[0] == start, event["slug"]


def test_moments_of_reviews_and_checks() -> None:
    launched = {s["slug"]: s["launchedOn"] or "" for s in of("solution")}
    for review in of("review"):
        moment = datetime.fromisoformat(review["createdAt"])
        assert moment.tzinfo == UTC and moment.year in (2025, 2026)
        assert review["createdAt"][:10] >= launched[review["solution"]], review["externalId"]
    for solution in of("solution"):
        assert solution["verifiedAt"] is None or datetime.fromisoformat(solution["verifiedAt"]).tzinfo == UTC


def duplicates(values: Iterable[Any]) -> list[Any]:
    return [value for value, count in Counter(values).items() if count > 1]


def test_image_paths_stay_in_their_folder() -> None:
    assert all(re.fullmatch(r"images/[a-z0-9-]+\.png", path) for path in images.referenced_images())


@pytest.mark.parametrize(("draw", "size"), [(images.logo, (320, 320)), (images.cover, (1280, 720))])
def test_pictures_are_the_same_each_time_and_differ_between_slugs(
    draw: Callable[[str, str], bytes], size: tuple[int, int]
) -> None:
    first, other = draw("qdrant", "Qdrant"), draw("spacy", "spaCy")
    assert Image.open(BytesIO(first)).size == size
    assert draw("qdrant", "Qdrant") == first != other


def test_only_missing_pictures_are_drawn(tmp_path: Path) -> None:
    assert images.write_images(tmp_path) == len(images.referenced_images())
    kept, lost = tmp_path / "images/openai.png", tmp_path / "images/qdrant-cover.png"
    kept.write_bytes(b"an editor's own picture")
    lost.unlink()
    assert images.write_images(tmp_path) == 1
    assert kept.read_bytes() == b"an editor's own picture"
    assert lost.exists()


@pytest.mark.parametrize("kind", ["category", "use_case"])
def test_categories_and_use_cases_are_in_german_as_well(kind: str) -> None:
    untranslated = [
        each["slug"] for each in of(kind) if not (each.get("name_de") and each.get("description_de"))
    ]
    assert untranslated == []


def test_german_pages_name_their_vendors_and_tags_in_german() -> None:
    german = [each for each in of("solution") if each.get("locale") == "de"]
    described = {each["slug"] for each in of("vendor") if each.get("description_de")}
    assert {each["vendor"] for each in german} <= described
    alike = {"rag", "multimodal", "chat", "gpu", "embeddings", "deep-learning", "python", "rust", "go"}
    named = {each["slug"] for each in of("tag") if each.get("name_de")} | alike | {"mixture-of-experts"}
    assert {tag for each in german for tag in each["tags"]} <= named
