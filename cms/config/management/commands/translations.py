"""Write the catalogues of translations from the texts that the code marks, or check that they are current."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser


class Command(BaseCommand):
    help = "Writes locale/ of each package: new texts without a translation, no text that is gone, compiled files."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "folders",
            nargs="*",
            type=Path,
            help="Folders of plugins of your own; the site's packages when empty.",
        )
        parser.add_argument(
            "--check", action="store_true", help="Change nothing; fail when a catalogue is out of date."
        )

    def handle(self, *args: Any, folders: list[Path], check: bool, **options: Any) -> None:
        stale = []
        for path, content in render_files([read_folder(each) for each in folders]):
            if path.exists() and path.read_bytes() == content:
                continue
            stale.append(path.name if check else self.write(path, content))
        if check and stale:
            raise CommandError(
                "Translations are out of date. Run `make translations`, then translate new texts."
            )

    def write(self, path: Path, content: bytes) -> str:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        self.stdout.write(f"Wrote {path}.")
        return path.name


def read_folder(path: Path) -> Path:
    if not path.is_dir():
        raise CommandError(f"{path} is not a folder: give the folder of a plugin.")
    return path.resolve()


def render_files(folders: list[Path]) -> Iterator[tuple[Path, bytes]]:
    """Every file of the catalogues, with what it must contain."""
    try:
        from cms.site import translations
    except ModuleNotFoundError as error:  # Babel comes with the packages for tests
        raise CommandError("Babel is missing: install aixplore[test].") from error
    for folder in folders or translations.list_packages():
        texts = translations.collect_texts(folder)
        for language, path in translations.list_catalogues(folder).items():
            source, compiled = translations.render_catalogue(texts, path, language)
            yield path, source
            yield path.with_suffix(".mo"), compiled
