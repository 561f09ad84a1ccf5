"""Build the documentation site, with search, from docs/ and the READMEs that its pages link to."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from cms.services.processes import dies_with_parent

__all__ = ["SITE", "BuildError", "build_site", "is_stale"]

CHECKOUT = Path(settings.BASE_DIR)
SITE = Path(settings.STATIC_ROOT).parent / "docs-site"
CONFIGURATION = "docs/zensical.toml"
READMES = (
    "deploy/README.md",
    "deploy/chart/README.md",
    "cms/testing/conformance/README.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "CHANGELOG.md",
)
"""Pages outside docs/ that belong to the site, below the same path."""
LINK = re.compile(r"(?<=\]\()[^)#\s:]+(?=[)#])")
SECTION = re.compile(r"^## .*?(?=^## |\Z)", re.MULTILINE | re.DOTALL)
INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


class BuildError(Exception):
    """The site cannot be built; the message is the generator's."""


def build_site(*, strict: bool) -> None:
    """Build the site into SITE. strict: fail on a broken link. The old site stays when the build fails."""
    if importlib.util.find_spec("zensical") is None:
        raise BuildError("The generator is not installed. Run `make setup`, which installs it.")
    stage = SITE.with_name("docs-build")
    shutil.rmtree(stage, ignore_errors=True)
    for source in list_sources():
        copy_source(source, stage / "docs" / locate(source))
    shutil.copy(CHECKOUT / CONFIGURATION, stage / "zensical.toml")
    run_generator(stage, strict)
    for page in (stage / "site").rglob("*.html"):
        move_scripts_to_files(page, stage / "site")
    for unused in ("404.html", "sitemap.xml"):  # both need the site's full address
        (stage / "site" / unused).unlink(missing_ok=True)
    shutil.rmtree(SITE, ignore_errors=True)
    (stage / "site").rename(SITE)
    shutil.rmtree(stage)


def is_stale() -> bool:
    """Whether the site was not built yet, or a source is newer. An installed site has no documentation to build."""
    if not (CHECKOUT / CONFIGURATION).exists():
        return False
    index = SITE / "index.html"
    if not index.exists():
        return True
    built = index.stat().st_mtime
    return any(each.stat().st_mtime > built for each in (*list_sources(), CHECKOUT / CONFIGURATION))


def list_sources() -> Iterator[Path]:
    """Every file of docs/ that the site shows, and the READMEs."""
    for file in sorted((CHECKOUT / "docs").rglob("*")):
        if file.is_file() and file.suffix != ".toml":
            yield file
    yield from (CHECKOUT / each for each in READMES)


def locate(source: Path) -> Path:
    """The path of a source on the site: docs/ is its root, other files keep their path in the repository."""
    path = source.relative_to(CHECKOUT)
    return path.relative_to("docs") if path.parts[0] == "docs" else path


def copy_source(source: Path, target: Path) -> None:
    """Copy a file; the links of a page then lead to where the site has their targets."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.suffix != ".md":
        shutil.copy(source, target)
        return
    text = LINK.sub(lambda link: relocate(link[0], source), source.read_text(encoding="utf-8"))
    target.write_text(make_cards(text) if source == CHECKOUT / "docs/README.md" else text, encoding="utf-8")


def relocate(link: str, source: Path) -> str:
    """A relative link of `source`, from the place of that page on the site."""
    target = Path(os.path.normpath(source.parent / link))
    if not target.is_relative_to(CHECKOUT) or not target.exists():
        return link  # the generator reports it
    return os.path.relpath(locate(target), locate(source).parent)


def make_cards(text: str) -> str:
    """The start page with a card for each section."""
    cards = SECTION.sub(lambda section: f'<div class="card" markdown>\n\n{section[0]}\n</div>\n\n', text)
    head, mark, rest = cards.partition('<div class="card"')
    return f'{head}<div class="grid" markdown>\n\n{mark}{rest}</div>\n'


def run_generator(stage: Path, strict: bool) -> None:
    command = [sys.executable, "-m", "zensical", "build", "--clean", *(["--strict"] if strict else [])]
    done = subprocess.run(
        command, cwd=stage, capture_output=True, text=True, check=False,
        process_group=0, preexec_fn=run_in_background,
    )  # fmt: skip
    if done.returncode:
        raise BuildError(COLOUR.sub("", done.stdout + done.stderr).partition("Traceback")[0].strip())


def run_in_background() -> None:
    """Called in the child: let other processes go first, and end with us."""
    os.nice(10)
    if end_with_parent := dies_with_parent(signal.SIGTERM):
        end_with_parent()


def move_scripts_to_files(page: Path, site: Path) -> None:
    """Give the inline scripts of a page files of their own: the Content-Security-Policy runs no inline script."""
    root = "../" * (len(page.relative_to(site).parts) - 1)

    def write_script(script: re.Match[str]) -> str:
        name = f"assets/javascripts/inline-{hashlib.sha256(script[1].encode()).hexdigest()[:12]}.js"
        (site / name).write_text(script[1], encoding="utf-8")
        return f'<script src="{root}{name}"></script>'

    page.write_text(INLINE_SCRIPT.sub(write_script, page.read_text(encoding="utf-8")), encoding="utf-8")
