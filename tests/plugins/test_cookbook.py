"""The cookbook, followed to the letter: every file of its pages is written, and all of its tests pass on one site."""

from __future__ import annotations

import re
from pathlib import Path

from cms.plugins.loader.inspection import SPECS
from tests.support.other_site import CHECKOUT, OtherSite

PAGES = sorted((CHECKOUT / "docs" / "howto" / "cookbook").glob("*.md"))
FILE = re.compile(r"`((cook_\w+)/[\w/.]+)`[^\n]*:\n\n```(?:python|toml|html)\n(.*?)```\n", re.DOTALL)


def write_pages(folder: Path) -> dict[str, list[str]]:
    """Write the files of all pages; their paths by plugin."""
    written: dict[str, list[str]] = {}
    for page in PAGES:
        text = page.read_text()
        found = FILE.findall(text)
        assert len(found) == len(re.findall(r"^```(?:python|toml|html)$", text, re.MULTILINE)), page.name
        for path, plugin, code in found:
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(code)
            for package in {target.parent, folder / plugin}:
                (package / "__init__.py").touch()
            written.setdefault(plugin, []).append(path)
    return written


def test_every_recipe_works_as_it_is_written(other_site: OtherSite) -> None:
    written = write_pages(other_site.workshop.folder)
    assert len(written) == 10
    for plugin, paths in written.items():
        assert [path for path in paths if "/tests/test_" in path], f"{plugin} has no test"
    with other_site.start() as site:
        assert site.manage("migrate", "-v0").returncode == 0
        found = site.answer("plugins", "check")
    assert [each for each in found if each["plugin"].startswith("cook_")] == []
    other_site.copy_database()
    tests = [f"{plugin}/tests" for plugin in written]
    wanted = "aixplore_plugins=" + " ".join(written)
    done = other_site.test("-o", wanted, *tests)
    assert done.returncode == 0 and " passed" in done.stdout, done.stdout[-6000:] + done.stderr[-3000:]


def test_every_hook_has_a_recipe() -> None:
    text = "".join(page.read_text() for page in PAGES)
    assert [hook for hook in SPECS if f"`{hook}`" not in text] == []
