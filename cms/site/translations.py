"""Catalogues of translations: the texts that code marks, the languages they are translated to, and the compiled files.

Each package of the site has one `locale/` folder, and each plugin that brings texts has its own. Needs Babel, which
comes with the packages for tests: the site itself reads the compiled files, which are committed.
"""

from __future__ import annotations

import ast
import io
import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation.template import templatize

__all__ = ["collect_texts", "list_catalogues", "list_packages", "read_catalogue", "render_catalogue"]

LAZY = {f"{name}_lazy": value for name, value in DEFAULT_KEYWORDS.items()}
KEYWORDS = {**DEFAULT_KEYWORDS, **LAZY, "gettext_noop": None}
PACKAGES = ("cms", "content_types", "graphql/content_api")
NO_SOURCE = {"migrations", "tests", "static", "locale", "node_modules"}
HEAD = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Transfer-Encoding", "8bit")]


class PlainCatalog(Catalog):
    """A catalogue whose head has no dates and no versions, so that the same texts give the same file."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        return [*HEAD, ("Language", str(self.locale_identifier)), ("Plural-Forms", self.plural_forms)]

    @mime_headers.setter
    def mime_headers(self, headers: object) -> None:
        """What a file says about itself is not kept."""


def list_packages() -> list[Path]:
    """The folders that have a catalogue: the packages of the site, and every bundled plugin."""
    base = Path(settings.CODE_DIR)
    plugins = sorted(path.parent for path in base.glob("plugins/[a-z]*/manifest.toml"))
    return [base / name for name in PACKAGES] + plugins


def list_catalogues(package: Path) -> dict[str, Path]:
    """Where the translations of a package are, by language: all but the language in which texts are written."""
    codes = [code for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
    return {code: package / "locale" / code / "LC_MESSAGES" / "django.po" for code in codes}


def collect_texts(package: Path) -> Catalog:
    """The texts that Python files and templates below a folder mark, in the order of files and lines."""
    catalog = PlainCatalog()
    for path in sorted(package.rglob("*")):
        read = READERS.get(path.name) or READERS.get(path.suffix)
        if read is None or NO_SOURCE & set(path.relative_to(package).parts):
            continue
        place = path.relative_to(package.parent).as_posix()
        for _, ids, _, context in extract("python", read(path), KEYWORDS):
            catalog.add(ids, locations=[(place, 1)], context=context)
    return catalog


def read_python(path: Path) -> io.BytesIO:
    return io.BytesIO(path.read_bytes())


def read_settings(path: Path) -> io.BytesIO:
    """A file of settings, and the names of those of a plugin, which are the labels of its form."""
    text = path.read_text(encoding="utf-8")
    if not (path.parent / "manifest.toml").exists():
        return io.BytesIO(text.encode())
    models = [each for each in ast.parse(text).body if isinstance(each, ast.ClassDef)]
    names = [
        each.target.id
        for model in models
        for each in model.body
        if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name)
    ]
    return io.BytesIO(
        text.encode() + "".join(f"\n_({capfirst(each.replace('_', ' '))!r})" for each in names).encode()
    )


def read_manifest(path: Path) -> io.BytesIO:
    """The texts of a plugin's manifest that the admin shows."""
    manifest = tomllib.loads(path.read_text(encoding="utf-8"))
    held = [each[key] for each in manifest.get("personal_data", []) for key in ("what", "purpose")]
    return io.BytesIO("".join(f"_({text!r})\n" for text in (manifest["summary"], *held)).encode())


def read_template(path: Path) -> io.BytesIO:
    """The marked texts of a template as Python: Django blanks everything else with letters."""
    marked = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    calls = re.findall(r"\b(?:n?p?gettext|_)\((?:[^()'\"]|'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\")*\)", marked)
    return io.BytesIO("\n".join(calls).encode())


READERS: dict[str, Callable[[Path], io.BytesIO]] = {
    "manifest.toml": read_manifest,
    "settings.py": read_settings,
    ".py": read_python,
    ".html": read_template,
    ".txt": read_template,
}


def read_catalogue(path: Path, language: str) -> Catalog:
    """The translations of a file; none when it does not exist yet."""
    if not path.exists():
        return PlainCatalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def translate(texts: Catalog, known: Catalog, language: str) -> Catalog:
    """A catalogue of exactly these texts, with the translations that are known."""
    catalog = PlainCatalog(locale=language)
    for message in list_messages(texts):
        found = known.get(message.id, context=message.context)
        string = found.string if found and found.pluralizable == message.pluralizable else ""
        places = sorted(set(message.locations))
        catalog.add(message.id, string or None, places, message.flags, context=message.context)
    return catalog


def list_messages(catalog: Catalog) -> Iterator[Message]:
    """Every text of a catalogue, without its head."""
    return (message for message in catalog if message.id)


def render_catalogue(texts: Catalog, path: Path, language: str) -> tuple[bytes, bytes]:
    """The source and the compiled form of a package's translations, brought up to date with its texts."""
    catalog = translate(texts, read_catalogue(path, language), language)
    source, compiled = io.BytesIO(), io.BytesIO()
    write_po(source, catalog, width=118, include_lineno=False, omit_header=True)
    write_mo(compiled, catalog)
    head = "".join(f'"{name}: {value}\\n"\n' for name, value in catalog.mime_headers)
    return f'msgid ""\nmsgstr ""\n{head}\n'.encode() + source.getvalue(), compiled.getvalue()
