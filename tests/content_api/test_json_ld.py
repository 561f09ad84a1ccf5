"""`jsonLd` of a solution: what a search engine may show of it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Collection, CollectionViewRestriction

from content_types.solutions.models import Solution
from content_types.solutions.parts import PricingPlan
from tests.content_api.client import ask, statements
from tests.factories.content import (
    make_category,
    make_image,
    make_review,
    make_site,
    make_solution,
    make_user,
    make_vendor,
)

pytestmark = pytest.mark.django_db
QUERY = "{ solutions { nodes { jsonLd } } }"


@pytest.fixture(autouse=True)
def site() -> Any:
    return make_site()


def describe() -> dict[str, Any]:
    [found] = ask(Client(), QUERY)["solutions"]["nodes"]
    return dict(found["jsonLd"])


def add_plan(solution: Solution, name: str, price: str | None, **fields: Any) -> None:
    PricingPlan.objects.create(page=solution, name=name, price=price and Decimal(price), **fields)


def test_it_has_category_systems_image_offers_and_reviews(settings: Any) -> None:
    image = make_image("Logo")
    solution = make_solution(
        "Tool", category=make_category("Speech"), logo=image, platforms=["web", "linux", "macos"],
        vendor=make_vendor("Acme"),
    )  # fmt: skip
    add_plan(solution, "Team", "20", period="month", currency="EUR")
    add_plan(solution, "Once", "99.50", period="once")
    add_plan(solution, "Enterprise", None)
    make_review(solution, make_user("ada", display_name="Ada"), rating=5, title="Good", body="It works well.")
    make_review(solution, rating=1, title="Hidden", state="pending")
    found = describe()
    assert found["applicationCategory"] == "Speech"
    assert found["operatingSystem"] == "Linux, macOS"
    assert found["image"] == settings.WAGTAILADMIN_BASE_URL + image.file.url
    price = {"price": "20.00", "priceCurrency": "EUR"}
    assert found["offers"] == [
        {"@type": "Offer", "name": "Team", **price,
         "priceSpecification": {"@type": "UnitPriceSpecification", **price, "unitCode": "MON"}},
        {"@type": "Offer", "name": "Once", "price": "99.50", "priceCurrency": "USD"},
    ]  # fmt: skip
    [review] = found["review"]
    assert (review["name"], review["author"]["name"], review["reviewRating"]["ratingValue"]) == (
        "Good",
        "Ada",
        5,
    )


@pytest.mark.parametrize(
    ("fields", "offers"),
    [
        ({"pricing_model": "free"}, [{"@type": "Offer", "price": "0", "priceCurrency": "USD"}]),
        ({"pricing_model": "custom"}, None),
        ({}, None),
    ],
)
def test_only_what_is_free_has_an_offer_without_plans(fields: dict[str, Any], offers: Any) -> None:
    make_solution("Tool", **fields)
    assert describe().get("offers") == offers


def test_a_private_picture_is_left_out() -> None:
    private = Collection.get_first_root_node().add_child(name="Private")
    CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
    make_solution("Tool", logo=make_image("Logo"), social_image=make_image("Secret", private))
    assert "Secret" not in str(describe()) and "image" in describe()


def test_the_newest_reviews_are_shown() -> None:
    solution = make_solution("Tool")
    for number in range(7):
        make_review(solution, title=f"Review {number}")
    assert [each["name"] for each in describe()["review"]] == [
        f"Review {number}" for number in (6, 5, 4, 3, 2)
    ]


def test_many_cost_the_statements_of_one() -> None:
    make_review(make_solution("Tool", logo=make_image("Logo"), vendor=make_vendor()))
    ask(Client(), QUERY)
    one = len(statements(Client(), QUERY))
    for number in range(6):
        make_review(make_solution(f"T{number}", logo=make_image(), vendor=make_vendor()))
    assert len(statements(Client(), QUERY)) == one == 9
