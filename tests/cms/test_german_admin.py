"""The admin of a person who chose German has no English text of ours."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override
from wagtail.admin.widgets import AdminPageChooser
from wagtail.snippets.widgets import AdminSnippetChooser
from wagtail.users.models import UserProfile

from cms.compat import wagtail_chooser_texts
from cms.site.translations import list_catalogues, list_messages, list_packages, read_catalogue
from content_api.testing.admin_crawl import admin_addresses
from content_types.pages.navigation import Menu
from content_types.solutions.models import Solution
from tests.e2e.test_screens import ELSEWHERE, NUMBER, OWN, plant_rows
from tests.factories.content import make_language, make_site, make_user
from tests.support.admin import sign_in_client
from tests.support.admin_texts import find_other_dates, list_drawn_texts, list_shown_texts

pytestmark = pytest.mark.django_db
NOT_OURS = re.compile(
    r"(Ctrl|Shift|Alt|Esc)\b.*|Dashboard - AiXplore|Focal point chooser|Root page|Site name|Bahasa Indonesia|Português Brasileiro|norsk .*"  # Wagtail's
    r"|.*\b[012]\.csv.*|slug: must be given|.*\bLighthouse.*|Best of|Town hall|It does what it says\.|· Acme"  # data
    r"|.*\(Deutsch\)|macOS|\d{4}-.*|\w+ '\w+'|GraphQLField .*|Collection(Facet|Filter) .*"  # names in code
    r"|\d+ days?, .*|([\w-]+, )+[\w-]+|[\w-]+ - AiXplore|the slot '\w+' is set to .*"
)
"""Texts of two words and more that are the same in both languages, and may be."""
SAME_WORDS = {"Collections", "Events", "Solutions", "None", "badges", "embargo", "network", "search"}
SAME_WORDS |= {"Egypt", "Iceland", "Poland", "Singapore"}
"""Titles of planted pages, names in code and of time zones that are words of ours as well."""
LINK = re.compile(r"""<a\b[^>]*?\shref=["'](/admin/[^"'?#]*)""")
SKIPPED = re.compile(r"/admin/password_reset/|/do/configure/|/admin/(groups|users)/")
"""Pages without a person, forms that plugins describe in their code, and Wagtail's that show names of roles and of Django's
permissions, which are stored."""


@pytest.fixture(scope="module", autouse=True)
def _rows(make_once: Any) -> None:
    make_once(make_rows)


def make_rows() -> None:
    make_site()
    make_language("de")
    plant_rows()


def read_translations() -> dict[str, str]:
    """German by English, of texts of ours without placeholders that differ."""
    found = {}
    for package in list_packages():
        for each in list_messages(read_catalogue(list_catalogues(package)["de"], "de")):
            if isinstance(each.id, str) and each.id != each.string and "%" not in each.id:
                found[each.id] = str(each.string)
    return found


def find_english(english: bytes, german: bytes, known: dict[str, str]) -> set[str]:
    """Texts of the German page that are ours in English, or sentences that are the same on the English page."""
    shown = list_shown_texts(german)
    drawn = {
        text for text in list_drawn_texts(german) if " " in text
    }  # single words are names in code as well
    ours = {*shown, *drawn} & known.keys() - set(known.values()) - SAME_WORDS
    shared = {
        text for text in shown & list_shown_texts(english) if " " in text and re.search("[a-z]{3}", text)
    }
    return ours | {text for text in shared if not NOT_OURS.fullmatch(text)}


def read_screens(client: Client) -> dict[str, bytes]:
    """Every page of ours that needs no key, and each kind of page that links of those lead to, by address."""
    own = [each for each in admin_addresses() if not each.parameters and OWN.match(each.view.__module__)]
    waiting, seen, found = ["/admin/", *(f"/{each.route}" for each in own)], set[str](), dict[str, bytes]()
    while waiting:
        path = waiting.pop(0)
        if (kind := NUMBER.sub("#", path)) in seen or ELSEWHERE.search(path) or SKIPPED.search(path):
            continue
        seen.add(kind)
        answer = client.get(path)
        if answer.status_code != 200 or b"<html" not in answer.content[:2000]:
            continue
        found[path] = answer.content
        waiting += LINK.findall(answer.content.decode())
    return found


def test_no_screen_shows_english_texts_of_ours_or_dates_in_another_way() -> None:
    user = make_user("root", is_superuser=True, is_staff=True)
    client, known = sign_in_client(user=user), read_translations()
    screens = read_screens(client)
    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": "de"})
    found = {}
    for path, english in screens.items():
        german = client.get(path).content
        others = find_other_dates(path, english) | find_other_dates(path, german)
        if texts := find_english(english, german, known) | others:
            found[path] = texts
    assert not found, "\n".join(f"{path}: {sorted(texts)}" for path, texts in found.items())
    assert len(screens) > 60


@pytest.mark.parametrize(
    ("role", "path", "expected"),
    [
        ("Editor", "/admin/", {"Zu prüfende Profile", "Nächste Veranstaltungen", "Sperrfristen"}),
        ("Editor", "/admin/solutions/", {"Lebenszyklus", "Zuletzt geprüft", "Anbieter"}),
        (
            "Moderator",
            "/admin/reviews/",
            {"Beziehung", "Meldungen", "Verfasser"},
        ),
        ("Administrator", "/admin/imports/new/", {"Datei importieren", "Datei prüfen"}),
    ],
)
def test_each_role_reads_its_screens_in_german(role: str, path: str, expected: set[str]) -> None:
    user = make_user(groups=(role,))
    UserProfile.objects.create(user=user, preferred_language="de")
    shown = list_shown_texts(sign_in_client(user=user).get(path).content)
    assert expected <= shown


def test_menus_and_blocks_are_drawn_in_german() -> None:
    user = make_user(groups=("Editor",))
    UserProfile.objects.create(user=user, preferred_language="de")
    page = Solution.objects.get()
    drawn = list_drawn_texts(sign_in_client(user=user).get(f"/admin/pages/{page.pk}/edit/").content)
    assert {"Veranstaltungen", "Zitat", "Überschrift"} <= drawn


def test_choosers_are_in_the_language_of_the_request() -> None:
    snippets, pages = AdminSnippetChooser(Menu), AdminPageChooser(target_models=[Solution])
    given = AdminSnippetChooser(Menu, choose_one_text="Pick")
    english = [str(snippets.choose_one_text), str(pages.choose_one_text), str(given.choose_one_text)]
    with override("de"):
        german = [str(snippets.choose_one_text), str(pages.choose_one_text), str(given.choose_one_text)]
    assert english == ["Choose menu", "Choose a page (Solution)", "Pick"]
    assert german == ["Menü auswählen", "Seite auswählen (Lösung)", "Pick"]


def test_wagtail_still_writes_choosers_in_one_language(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fails when Wagtail writes them for each request: then cms.compat.wagtail_chooser_texts can go."""
    for chooser, original in wagtail_chooser_texts.originals.items():
        monkeypatch.setattr(chooser, "__init__", original)
    snippets, pages = AdminSnippetChooser(Menu), AdminPageChooser(target_models=[Solution])
    with override("de"):
        assert str(snippets.choose_one_text) == "Choose menu"
        assert str(pages.choose_one_text) == "Choose a page (Solution)"
