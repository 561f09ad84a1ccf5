"""The catalogues of translations: complete, correct, and without a text that the code does not have."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from importlib.metadata import EntryPoint
from pathlib import Path

import django
import pytest
from babel.messages.catalog import Message
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import override_settings
from django.utils.translation import gettext, ngettext, override

from cms.config.checks import catalogues_are_readable
from cms.config.settings.catalogues import list_catalogue_folders
from cms.config.settings.env import CODE_DIR
from cms.plugins.admin.fields import label_setting
from cms.plugins.loader import discovery
from cms.site.translations import (
    collect_texts,
    list_catalogues,
    list_messages,
    list_packages,
    read_catalogue,
    render_catalogue,
)

CATALOGUES = [
    (package, language, path)
    for package in list_packages()
    for language, path in list_catalogues(package).items()
]
NAMES = [f"{package.name}-{language}" for package, language, _ in CATALOGUES]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w+\}")
each_catalogue = pytest.mark.parametrize(("package", "language", "path"), CATALOGUES, ids=NAMES)


def pair_forms(message: Message) -> Iterator[tuple[str, str]]:
    """Each form of a text with its translation."""
    ids = message.id if isinstance(message.id, tuple) else (message.id,)
    strings = message.string if isinstance(message.string, tuple) else (message.string,)
    assert len(ids) == len(strings), message.id
    yield from zip(ids, strings, strict=True)


def find_faults(message: Message) -> Iterator[str]:
    for text, translated in pair_forms(message):
        if not translated:
            yield f"no translation: {text}"
        elif sorted(PLACEHOLDER.findall(text)) != sorted(PLACEHOLDER.findall(translated)):
            yield f"other placeholders: {text} – {translated}"


@each_catalogue
def test_every_text_is_translated_with_its_placeholders(package: Path, language: str, path: Path) -> None:
    known = read_catalogue(path, language)
    assert [fault for each in list_messages(known) for fault in find_faults(each)] == []


@each_catalogue
def test_catalogues_have_the_texts_that_the_code_marks(package: Path, language: str, path: Path) -> None:
    marked = {(each.context, each.id) for each in list_messages(collect_texts(package))}
    assert {(each.context, each.id) for each in list_messages(read_catalogue(path, language))} == marked


@each_catalogue
def test_compiled_catalogues_are_current(package: Path, language: str, path: Path) -> None:
    source, compiled = render_catalogue(collect_texts(package), path, language)
    assert (path.read_bytes(), path.with_suffix(".mo").read_bytes()) == (source, compiled)


def list_library_catalogues() -> Iterator[Path]:
    """German of Django itself and of every installed app that is not ours."""
    own = {str(package) for package, _, _ in CATALOGUES}
    for folder in [
        Path(django.__file__).parent / "conf",
        *(Path(each.path) for each in apps.get_app_configs()),
    ]:
        path = folder / "locale" / "de" / "LC_MESSAGES" / "django.po"
        if path.exists() and not any(str(folder).startswith(each) for each in own):
            yield path


def test_a_text_has_one_translation_in_all_catalogues() -> None:
    """Django merges all catalogues into one: of two translations the first would hold everywhere. Texts of Django and
    Wagtail keep theirs, as their pages would change with ours."""
    libraries: dict[tuple[object, object], set[object]] = {}
    for path in list_library_catalogues():
        for each in list_messages(read_catalogue(path, "de")):
            if each.string and not each.fuzzy:
                libraries.setdefault((each.context, each.id), set()).add(each.string)
    own: dict[tuple[object, object], object] = {}
    for _, language, path in CATALOGUES:
        for each in list_messages(read_catalogue(path, language)):
            key = (each.context, each.id)
            assert own.setdefault(key, each.string) == each.string, key
            assert each.string in libraries.get(key, {each.string}), (key, each.string, libraries[key])


def test_german_is_read_from_the_catalogues() -> None:
    with override("de"):
        assert gettext("Review queue") == "Warteschlange der Bewertungen"
        assert gettext("Nothing is under embargo.") == "Nichts hat eine Sperrfrist."
        assert ngettext("%(count)d solution is rated.", "%(count)d solutions are rated.", 1) % {
            "count": 1
        } == ("1 Lösung ist bewertet.")
    assert gettext("Review queue") == "Review queue"


def write_plugin(folder: Path) -> Path:
    (folder / "templates").mkdir(parents=True)
    (folder / "manifest.toml").write_text('name = "diary"\nsummary = "Keeps a diary."\n')
    (folder / "services.py").write_text(
        'from django.utils.translation import gettext as _, ngettext\nTEXTS = [_("Nothing yet."), '
        'ngettext("%(n)d page", "%(n)d pages", 2), "not marked"]\n'
    )
    (folder / "templates" / "diary.html").write_text(
        "{% load i18n %}<p title=\"{% trans 'Open it' %}\">{% blocktrans trimmed count n=2 %}One day\n"
        '{% plural %}{{ n }} days{% endblocktrans %}</p>{% trans "May" context "month" %}'
    )
    return folder


def test_a_plugin_brings_its_own_catalogue(tmp_path: Path) -> None:
    """Texts of Python, templates and the manifest; translations are kept, and texts that are gone leave."""
    folder = write_plugin(tmp_path / "diary")
    call_command("translations", str(folder), stdout=io.StringIO())
    path = folder / "locale" / "de" / "LC_MESSAGES" / "django.po"
    found = {(each.context, each.id) for each in list_messages(read_catalogue(path, "de"))}
    assert found == {
        (None, "Keeps a diary."), (None, "Nothing yet."), (None, ("%(n)d page", "%(n)d pages")),
        (None, "Open it"), (None, ("One day", "%(n)s days")), ("month", "May"),
    }  # fmt: skip
    path.write_text(
        path.read_text().replace('msgid "Open it"\nmsgstr ""', 'msgid "Open it"\nmsgstr "Öffnen"')
    )
    with pytest.raises(CommandError, match="Run `make translations`"):
        call_command("translations", str(folder), "--check")
    (folder / "services.py").unlink()
    call_command("translations", str(folder), stdout=io.StringIO())
    call_command("translations", str(folder), "--check")
    kept = read_catalogue(path, "de")
    open_it, gone = kept.get("Open it"), kept.get("Nothing yet.")
    assert open_it is not None and open_it.string == "Öffnen" and gone is None


def test_a_folder_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="is not a folder"):
        call_command("translations", str(tmp_path / "none"))


def test_catalogues_of_plugins_are_found_without_an_app() -> None:
    names = {path.parent.name for path in settings.LOCALE_PATHS}
    assert {"cms", "content_types", "content_api", "search_elasticsearch", "activity"} <= names


def test_catalogues_of_installed_packages_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also of a plugin that does not run: the admin shows what its manifest says."""
    names = ("spoken_glossary", "silent_glossary")
    for name in names:
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").touch()
    (tmp_path / "spoken_glossary" / "locale").mkdir()
    given = [
        EntryPoint(name, f"{name}.plugin", discovery.ENTRY_POINTS) for name in (*names, "absent_glossary")
    ]
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(discovery, "entry_points", lambda group: given)
    found = list_catalogue_folders(CODE_DIR, [])
    assert [path for path in found if path.is_relative_to(tmp_path)] == [
        tmp_path / "spoken_glossary" / "locale"
    ]


@pytest.mark.parametrize("content", [b"", b"no catalogue", b"\xde\x12\x04\x95"])
def test_a_broken_catalogue_of_a_plugin_is_left_out(tmp_path: Path, content: bytes) -> None:
    """Django would answer no request in that language; `manage.py check` tells of it."""
    for name, each in (("sound", b""), ("broken", content), ("_template", b"")):
        folder = tmp_path / name / "locale" / "de" / "LC_MESSAGES"
        folder.mkdir(parents=True)
        if name == "broken":
            (folder / "django.mo").write_bytes(each)
    kept = list_catalogue_folders(CODE_DIR, [tmp_path])
    assert [path.parent.name for path in kept if path.is_relative_to(tmp_path)] == ["sound"]
    with override_settings(PLUGIN_FOLDERS=[tmp_path]):
        (warning,) = catalogues_are_readable()
    assert "broken" in warning.msg and "manage.py translations" in str(warning.hint)


def test_names_of_apps_and_of_settings_of_plugins_are_in_the_readers_language() -> None:
    """Wagtail's pages of groups and permissions, and the forms of plugins, name them."""
    ours = [each for each in apps.get_app_configs() if each.name.startswith(("cms", "content_", "plugins."))]
    with override("de"):
        assert {str(each.verbose_name) for each in ours} >= {
            "Veranstaltungen",
            "Import und Export",
            "Abzeichen",
        }
        assert label_setting("max_links") == "Höchstzahl der Links"
    marked = {each.verbose_name for each in ours if not isinstance(each.verbose_name, str)}
    assert len(marked) == len([each for each in ours if each.name != "cms.testing"]), ours
