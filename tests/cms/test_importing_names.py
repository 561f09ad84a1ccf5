"""What a name means: vendors and categories are told apart by name, and every name makes a usable slug."""

from __future__ import annotations

from pathlib import Path

import pytest

from cms.base.slugs import make_slug
from content_types.solutions.models import Solution
from content_types.taxonomy.models import Category
from content_types.vendors.models import Vendor
from tests.support.importing import CATEGORY, counts, ndjson, reasons, run_import, solution

pytestmark = pytest.mark.django_db
HEADER = "name,publisher,category,summary,version,last_release,popularity\n"


OVERRIDE, SPACE = "\u202e", "\u200b"
"""Invisible characters, which are removed from public texts."""


def tools(folder: Path, *publishers: str, category: str = "Agents") -> Path:
    rows = [f'Tool {n},"{name}",{category},Text.,1,2026-01,5' for n, name in enumerate(publishers)]
    path = folder / "tools.csv"
    path.write_text(HEADER + "\n".join(rows) + "\n", encoding="utf-8")
    return path


def import_tools(path: Path) -> tuple[int, int, int, int]:
    return counts(run_import(path, create_missing=["vendor", "category"]))


def vendors() -> dict[str, str | None]:
    """Name of the vendor by title of the solution."""
    return dict(Solution.objects.order_by("title").values_list("title", "vendor__name"))


SHARING = [
    ("Größe AG", "Grosse AG"),
    ("Größe AG", "Groe AG"),
    ("C++ Guild", "C# Guild"),
    ("Node.js", "NodeJS"),
    ("A/B Labs", "AB Labs"),
    ("Über", "Uber"),
    ("日本", "ri ben"),
    ("!!!", "???"),
]


@pytest.mark.parametrize("names", SHARING, ids=" and ".join)
@pytest.mark.parametrize("together", [True, False], ids=["one file", "one after the other"])
def test_names_that_share_a_slug_are_two_vendors(
    tmp_path: Path, names: tuple[str, str], together: bool
) -> None:
    if not together:
        import_tools(tools(tmp_path, names[0]))
    import_tools(tools(tmp_path, *names))
    assert vendors() == {"Tool 0": names[0], "Tool 1": names[1]}
    assert len(set(Vendor.objects.values_list("slug", flat=True))) == 2
    assert import_tools(tools(tmp_path, *names)) == (0, 0, 2, 0)
    assert Vendor.objects.count() == 2


def test_names_that_share_a_slug_are_two_categories(tmp_path: Path) -> None:
    import_tools(tools(tmp_path, "Acme", category="C++ tools"))
    run_import(tools(tmp_path, "Acme", category="C# tools"), create_missing=["category"])
    assert dict(Category.objects.values_list("name", "slug")) == {
        "C++ tools": "c-tools",
        "C# tools": "c-tools-2",
    }
    assert Solution.objects.get().category.name == "C# tools"


@pytest.mark.parametrize("spelling", ["Acme Inc", "ACME INC", "acme inc", "acme-inc"])
def test_a_name_is_found_in_any_case_or_by_its_slug(tmp_path: Path, spelling: str) -> None:
    run_import(ndjson(tmp_path, {"kind": "vendor", "slug": "acme-inc", "name": "Acme Inc"}))
    import_tools(tools(tmp_path, spelling))
    assert (vendors(), Vendor.objects.count()) == ({"Tool 0": "Acme Inc"}, 1)


def test_the_exact_name_comes_before_one_in_another_case(tmp_path: Path) -> None:
    both = [{"kind": "vendor", "slug": slug, "name": name} for slug, name in (("a", "acme"), ("b", "ACME"))]
    run_import(ndjson(tmp_path, *both))
    import_tools(tools(tmp_path, "ACME", "acme", "Acme"))
    assert vendors() == {"Tool 0": "ACME", "Tool 1": "acme", "Tool 2": "acme"}


SLUGS = [
    ("百度", "baidu"),
    ("Яндекс", "yandeks"),
    ("Straße", "strasse"),
    ("Größe AG", "grosse-ag"),
    ("हिन्दी", "hindi"),
    ("한국어", "hangugeo"),
    ("Ελληνικά", "ellinika"),
    ("العربية", "lrbyh"),
    ("🚀 Rocket", "rocket"),
    ("🚀", "rocket"),
    ("O'Neil & Co.", "oneil-co"),
    ("@azure/openai", "azure-openai"),
    ("node.js", "node-js"),
    ("org:tool_kit+x", "org-tool-kit-x"),
    ("a / b  --  c.", "a-b-c"),
    ("!!!", "vendor"),
]


@pytest.mark.parametrize(("name", "slug"), SLUGS)
def test_a_name_of_any_script_makes_a_vendor_with_an_ascii_slug(tmp_path: Path, name: str, slug: str) -> None:
    assert import_tools(tools(tmp_path, name)) == (1, 0, 0, 0)
    vendor = Vendor.objects.get()
    assert (vendor.name, vendor.slug) == (name, slug)
    vendor.full_clean()
    assert import_tools(tools(tmp_path, name)) == (0, 0, 1, 0)


@pytest.mark.parametrize(("name", "slug"), [pair for pair in SLUGS if pair[0] != "!!!"])
def test_a_title_of_any_script_makes_an_ascii_slug(tmp_path: Path, name: str, slug: str) -> None:
    path = tmp_path / "tools.csv"
    path.write_text(HEADER + f"{name},Acme,Agents,Text.,1,2026-01,5\n", encoding="utf-8")
    assert import_tools(path) == (1, 0, 0, 0)
    page = Solution.objects.get()
    assert (page.title, page.slug) == (name, slug)
    page.full_clean()


def test_any_number_of_titles_may_share_a_slug(tmp_path: Path) -> None:
    path = tmp_path / "tools.csv"
    names = [f"C{'+' * n}" for n in range(12)]
    path.write_text(HEADER + "".join(f"{name},Acme,Agents,Text.,1,2026-01,5\n" for name in names))
    assert import_tools(path) == (12, 0, 0, 0)
    more = tmp_path / "more.csv"
    more.write_text(HEADER + "".join(f"{name}#,Acme,Agents,Text.,1,2026-01,5\n" for name in names))
    assert import_tools(more) == (12, 0, 0, 0)
    slugs = set(Solution.objects.values_list("slug", flat=True))
    assert slugs == {"c", *(f"c-{n}" for n in range(2, 25))}


def test_a_name_that_cannot_be_a_vendor_is_rejected_with_the_reason(tmp_path: Path) -> None:
    run = run_import(tools(tmp_path, "V" * 121), create_missing=["vendor", "category"])
    assert [line for line, _ in reasons(run)] == [2]
    assert "cannot be created: name: has 121 characters where at most 120 are allowed" in reasons(run)[0][1]
    assert (Vendor.objects.count(), Category.objects.count()) == (0, 0)


@pytest.mark.parametrize("length", [20, 80, 240])
def test_a_slug_leaves_room_for_a_number(length: int) -> None:
    slug = make_slug("long name " * 100, "x", length)
    assert length - 8 - 1 <= len(slug) <= length - 7
    assert not slug.endswith("-")


def test_a_row_whose_key_holds_an_invisible_character_is_found_again(tmp_path: Path) -> None:
    path = tmp_path / "tools.csv"
    rows = f"Ev{OVERRIDE}il Two,Acme,Agents,Text.,1,2026-01,5\n{SPACE} Zw,Acme,Agents,Text.,1,2026-01,5\n"
    path.write_text(HEADER + rows, encoding="utf-8")
    assert import_tools(path) == (2, 0, 0, 0)
    assert set(Solution.objects.values_list("external_id", flat=True)) == {"tools:Evil Two", "tools:Zw"}
    assert import_tools(path) == (0, 0, 2, 0)
    path.write_text((HEADER + rows).replace(OVERRIDE, "").replace(f"{SPACE} ", ""), encoding="utf-8")
    assert import_tools(path) == (0, 0, 2, 0)


def test_keys_that_differ_by_invisible_characters_are_one_row(tmp_path: Path) -> None:
    cells = ",Acme,Agents,Text.,1,2026-01,5\n"
    path = tmp_path / "tools.csv"
    path.write_text(f"{HEADER}Zw{cells}{SPACE}Zw{cells}{SPACE}{cells}", encoding="utf-8")
    run = run_import(path, create_missing=["vendor", "category"])
    assert reasons(run) == [(3, "Duplicate of line 2: “tools:Zw”"), (4, "name: must be given")]
    assert counts(run) == (1, 0, 0, 2)


def test_records_are_identified_and_named_by_cleaned_texts(tmp_path: Path) -> None:
    german = solution(
        f"x{SPACE}",
        title="X",
        locale=f"{SPACE}de",
        externalId=f"my{OVERRIDE}:1",
        translationOf=f"x{SPACE}@en",
    )
    path = ndjson(
        tmp_path, CATEGORY | {"slug": f"assistants{SPACE}"}, solution(f"{SPACE}x"), german, solution("x")
    )
    run = run_import(path)
    assert reasons(run) == [(4, "Duplicate of line 2: “x”")]
    assert counts(run) == (3, 0, 0, 1)
    assert counts(run_import(path)) == (0, 0, 3, 1)
    assert Solution.objects.get(locale__language_code="de").external_id == "my:1"
    by_key = {"kind": "solution", "externalId": f"{SPACE}my:1", "locale": "de", "title": "Y"}
    assert counts(run_import(ndjson(tmp_path, by_key))) == (0, 1, 0, 0)
