"""The documentation site: what is built, that links lead somewhere, and that a failure leaves the old site."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.core.management import CommandError, call_command

from cms.site import docs_site

CHECKOUT = Path(__file__).resolve().parents[2]
ROLES = ["Edit content", "Build a frontend", "Write a plugin", "Run a site", "Develop AiXplore"]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of this checkout, built once."""
    site = tmp_path_factory.mktemp("documentation") / "docs-site"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(docs_site, "SITE", site)
        docs_site.build_site(strict=True)
    return site


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with a start page only."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "README.md").write_text("# Start\n")
    (tmp_path / "docs" / "zensical.toml").write_text(
        "[project]\nsite_name = 'T'\nuse_directory_urls = false\n"
    )
    (tmp_path / "deploy").mkdir()
    (tmp_path / "deploy" / "README.md").write_text("# Deploy\n\n[Start](../docs/README.md)\n")
    monkeypatch.setattr(docs_site, "CHECKOUT", tmp_path)
    monkeypatch.setattr(docs_site, "READMES", ("deploy/README.md",))
    monkeypatch.setattr(docs_site, "SITE", tmp_path / "var" / "docs-site")
    return tmp_path


def test_the_start_page_has_a_card_for_each_role(site: Path) -> None:
    page = BeautifulSoup((site / "index.html").read_text(), "html.parser")
    headings = [heading.text.rstrip("¶").strip() for heading in page.select(".grid > .card > h2")]
    assert headings == ROLES
    assert all(card.select("li > a[href$='.html']") for card in page.select(".card"))


def test_navigation_lists_every_page_once() -> None:
    pages = [docs_site.locate(each).as_posix() for each in docs_site.list_sources() if each.suffix == ".md"]
    listed = re.findall(r'"([^"]+\.md)"', (CHECKOUT / docs_site.CONFIGURATION).read_text())
    assert sorted(listed) == sorted(pages)


def test_pages_need_no_inline_script_or_style_and_no_other_host(site: Path) -> None:
    pages = {each: BeautifulSoup(each.read_text(), "html.parser") for each in site.rglob("*.html")}
    assert len(pages) > 50
    for page in pages.values():
        scripts = page.select("script:not([type='application/json'])")
        assert all(each.has_attr("src") and not each.text for each in scripts)
        assert page.select("style, [style], [onclick], iframe") == []
        loaded = [each.get("src") or each.get("href") for each in page.select("[src], link[href]")]
        assert [each for each in loaded if "//" in str(each)] == []


def test_links_to_readmes_elsewhere_lead_to_their_pages(site: Path) -> None:
    page = BeautifulSoup((site / "howto" / "run-plugins.html").read_text(), "html.parser")
    assert page.select_one("article a[href='../deploy/index.html']")


@pytest.mark.parametrize("link", ["absent.md", "../cms/absent.md", "README.md#absent-heading"])
def test_a_link_that_leads_nowhere_fails_and_the_old_site_stays(checkout: Path, link: str) -> None:
    call_command("docs_site")
    (checkout / "docs" / "page.md").write_text(f"# Page\n\nSee [this]({link}).\n")
    with pytest.raises(CommandError, match=r"page\.md:3"):
        call_command("docs_site")
    assert (docs_site.SITE / "index.html").exists() and not (docs_site.SITE / "page.html").exists()


def test_a_site_is_stale_after_a_change_of_a_page(checkout: Path) -> None:
    assert docs_site.is_stale()
    docs_site.build_site(strict=True)
    assert not docs_site.is_stale()
    (checkout / "deploy" / "README.md").write_text("# Deploy again\n")
    assert docs_site.is_stale()
    (checkout / docs_site.CONFIGURATION).unlink()
    assert not docs_site.is_stale()  # as where the site is installed without its documentation


def test_without_the_generator_the_command_says_what_to_do(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(CommandError, match="make setup"):
        call_command("docs_site")
    assert not docs_site.SITE.exists()


def test_the_configuration_asks_for_no_font_of_another_host() -> None:
    theme = tomllib.loads((CHECKOUT / docs_site.CONFIGURATION).read_text())["project"]["theme"]
    assert theme["font"] is False
