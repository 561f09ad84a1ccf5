"""What CSV cells may hold: dates, numbers, prices and flags as spreadsheets write them."""

import pickle
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError

from cms.exchange.fields.text import Unreadable
from cms.exchange.models import ImportRun
from content_types.solutions.models import Solution
from tests.support.importing import CATEGORY, ndjson, reasons, run_import

pytestmark = pytest.mark.django_db


def import_cell(folder: Path, key: str, cell: str, settings: str = "") -> ImportRun:
    """Import one row with a column “Cell” that is mapped to `key`."""
    run_import(ndjson(folder, CATEGORY))
    path, mapping = folder / "tools.csv", folder / "mapping.toml"
    path.write_text(f'name,summary,Cell\none,Text.,"{cell}"\n', encoding="utf-8")
    mapping.write_text(
        f'{settings}\n[columns]\nname = "title"\nsummary = "summary"\nCell = "{key}"\n'
        '[constants]\ncategory = "assistants"\n'
    )
    return run_import(path, mapping=mapping)


@pytest.mark.parametrize(
    ("cell", "settings", "day"),
    [
        ("2026-11-03", "", date(2026, 11, 3)),
        ("2026-11", "", date(2026, 11, 1)),
        ("2026-11-03 00:00:00", "", date(2026, 11, 3)),
        ("2026/3/1", "", date(2026, 3, 1)),
        ("11 Mar 2026", "", date(2026, 3, 11)),
        ("March 1st, 2026", "", date(2026, 3, 1)),
        ("9-Sept-2026", "", date(2026, 9, 9)),
        ("Oct 2026", "", date(2026, 10, 1)),
        ("3.11.2026", "", date(2026, 11, 3)),
        ("13/11/2026", "", date(2026, 11, 13)),
        ("11/13/2026", "", date(2026, 11, 13)),
        ("03/03/2026", "", date(2026, 3, 3)),
        ("03/11/2026", 'date_format = "DD/MM/YYYY"', date(2026, 11, 3)),
        ("03/11/2026", 'date_format = "MM/DD/YYYY"', date(2026, 3, 11)),
        ("3 Nov 26", 'date_format = "D MMM YY"', date(2026, 11, 3)),
        ("20261103", 'date_format = "YYYYMMDD"', date(2026, 11, 3)),
        ("2026-11-03", 'date_format = "DD/MM/YYYY"', date(2026, 11, 3)),
    ],
)
def test_dates_with_one_meaning_are_read(tmp_path: Path, cell: str, settings: str, day: date) -> None:
    assert reasons(import_cell(tmp_path, "lastReleaseOn", cell, settings)) == []
    assert Solution.objects.get().last_release_on == day


@pytest.mark.parametrize(
    ("cell", "settings", "reason"),
    [
        ("03/11/2026", "", "may be 2026-03-11 or 2026-11-03: name the order in the mapping, "),
        ("3-11-2026", "", "may be 2026-03-11 or 2026-11-03: name the order in the mapping, "),
        ("32/12/2026", "", "is not a date: write it as 2026-10-31"),
        ("31/02/2026", 'date_format = "DD/MM/YYYY"', "is not a date: write it as 2026-10-31"),
        ("31 Foo 2026", "", "is not a date: write it as 2026-10-31, or name its form in the mapping, "),
    ],
)
def test_dates_with_two_meanings_or_none_are_rejected(
    tmp_path: Path, cell: str, settings: str, reason: str
) -> None:
    [(line, told)] = reasons(import_cell(tmp_path, "lastReleaseOn", cell, settings))
    assert (line, told[: len(cell) + len(reason) + 9]) == (2, f"Cell: “{cell}” {reason}")
    assert not Solution.objects.exists()


@pytest.mark.parametrize(
    ("cell", "settings", "plan"),
    [
        ("$12.50", "", ("12.50", "USD", "month")),
        ("$1,299.00", "", ("1299.00", "USD", "month")),
        ("12,50 €", "", ("12.50", "EUR", "month")),
        ("1.299,00 EUR", "", ("1299.00", "EUR", "month")),
        ("£20/year", "", ("20.00", "GBP", "year")),
        ("USD 9.9 per month", "", ("9.90", "USD", "month")),
        ("20", 'currency = "CHF"\nprice_period = "ONCE"', ("20.00", "CHF", "once")),
        ("$20", 'currency = "CAD"', ("20.00", "CAD", "month")),
        ("¥500", 'currency = "JPY"', ("500.00", "JPY", "month")),
        ("CHF 1'299.50 yearly", "", ("1299.50", "CHF", "year")),
        ("0.00 EUR", "", ("0.00", "EUR", "month")),
    ],
)
def test_a_column_of_prices_makes_a_plan(
    tmp_path: Path, cell: str, settings: str, plan: tuple[Any, ...]
) -> None:
    assert reasons(import_cell(tmp_path, "price", cell, settings)) == []
    [found] = Solution.objects.get().pricing_plans.all()
    assert (str(found.price), found.currency, found.period) == plan
    assert (found.name, found.is_free) == ("Standard", found.price == Decimal(0))


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("12.50", "“12.50” has no currency: set it in the mapping, such as currency = \"EUR\""),
        ("¥500", "“¥500” has no currency: set it in the mapping, such as currency = \"EUR\""),
        ("$1.234", "“$1.234” is not a price that can be read for certain: write it with two decimals, such as 12.50"),
        ("$0,005", "“$0,005” is not a price that can be read for certain: write it with two decimals, such as 12.50"),
        ("$1,23,4", "“$1,23,4” is not a price that can be read for certain: write it with two decimals, such as 12.50"),
        ("-$5", "“-$5” is not a price: write it as “$12.50” or “20.00 EUR”"),
        ("from $5", "“from $5” is not a price: write it as “$12.50” or “20.00 EUR”"),
    ],
)  # fmt: skip
def test_a_price_with_two_meanings_is_rejected(tmp_path: Path, cell: str, reason: str) -> None:
    assert reasons(import_cell(tmp_path, "price", cell)) == [(2, f"Cell: {reason}")]
    assert not Solution.objects.exists()


@pytest.mark.parametrize(
    ("key", "cell", "attribute", "value"),
    [
        ("popularity", "1,234", "popularity", 1234),
        ("popularity", "110.0", "popularity", 110),
        ("openSource", "Yes", "is_open_source", True),
        ("pricingModel", "one-time", "pricing_model", "one_time"),
        ("platforms", "linux; macOS", "platforms", ["linux", "macos"]),
    ],
)
def test_numbers_flags_and_choices_are_read_as_spreadsheets_write_them(
    tmp_path: Path, key: str, cell: str, attribute: str, value: Any
) -> None:
    assert reasons(import_cell(tmp_path, key, cell)) == []
    assert getattr(Solution.objects.get(), attribute) == value


@pytest.mark.parametrize(
    ("settings", "problem"),
    [
        ('[columns]\nname = "title"\nx = "sumary"\ny = "vendr"', "“sumary” is not a field of solution (did you mean “summary”?); “vendr” is not a field of solution (did you mean “vendor”?)."),
        ('[constants]\ncolour = "red"', "“colour” is not a field of solution."),
        ('kind = "solutions"', "“solutions” is not a kind (did you mean “solution”?)."),
        ('lists = ["platform"]', "“platform” is not a field of solution (did you mean “platforms”?)."),
        ('date_fromat = "DD.MM."', "“date_fromat” is not a setting (did you mean “date_format”?)."),
        ('date_format = "DD.MM."', "date_format “DD.MM.” is not a format: write it with YYYY, MM and DD, such as DD/MM/YYYY."),
        ('currency = "euro"', "the currency “euro” must be an ISO 4217 code such as EUR or USD."),
        ('columns = ["title"]', "“columns” must be a table."),
    ],
)  # fmt: skip
def test_a_mapping_that_cannot_be_used_says_so_once(tmp_path: Path, settings: str, problem: str) -> None:
    path, mapping = tmp_path / "tools.csv", tmp_path / "mapping.toml"
    path.write_text("name,publisher,category,summary,version,last_release,popularity\n" + "x,,,,,,\n" * 3)
    mapping.write_text(settings)
    with pytest.raises(CommandError) as error:
        run_import(path, mapping=mapping)
    assert str(error.value).endswith(problem)
    assert not ImportRun.objects.exists()


def test_a_cell_that_cannot_be_read_keeps_its_reason_in_a_worker_process() -> None:
    cell = pickle.loads(pickle.dumps({"price": Unreadable("12.50", "has no currency")}))["price"]
    assert (cell, cell.reason) == ("12.50", "has no currency")


@pytest.mark.parametrize("cell", ["free", "Free", "0", "0.00", "0,0"])
@pytest.mark.parametrize(
    ("settings", "currency"), [('currency = "EUR"', "EUR"), ('currency = "JPY"', "JPY"), ("", "USD")]
)
def test_a_free_plan_has_the_currency_of_the_mapping(
    tmp_path: Path, cell: str, settings: str, currency: str
) -> None:
    assert reasons(import_cell(tmp_path, "price", cell, settings)) == []
    [plan] = Solution.objects.get().pricing_plans.all()
    assert (plan.is_free, plan.price, plan.currency) == (True, None, currency)
