"""What the admin works out once instead of for each request or row, the same for everybody who may see it."""

from __future__ import annotations

from unittest.mock import patch

import pytest
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import Client, override_settings
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy, override
from wagtail.admin import staticfiles
from wagtail.admin.templatetags import wagtailadmin_tags
from wagtail.blocks import CharBlock, ChoiceBlock, ListBlock, StreamBlock, StructBlock
from wagtail.blocks.base import BlockWidget
from wagtail.models import Site

from cms.compat import wagtail_costs
from tests.factories.content import make_site, make_solution
from tests.support.admin import sign_in_client

pytestmark = pytest.mark.django_db
ICON = Template('{% load wagtailadmin_tags %}{% icon name="edit" title=title wrapped=wrapped %}')


def render_icon(title: object, *, wrapped: bool = False) -> str:
    return ICON.render(Context({"title": title, "wrapped": wrapped}))


def wagtail_icon(title: object, *, wrapped: bool = False) -> str:
    return render_to_string(
        "wagtailadmin/shared/icon.html", wagtailadmin_tags.icon("edit", None, title, wrapped)
    )


@pytest.mark.parametrize("title", [None, "Edit", "<b>Edit</b>", "R&D"])
def test_an_icon_is_written_as_wagtail_writes_it(title: str | None) -> None:
    for given in (title, mark_safe(title) if title else title, title):
        for wrapped in (True, False):
            assert render_icon(given, wrapped=wrapped) == wagtail_icon(given, wrapped=wrapped)


def test_the_title_of_an_icon_is_in_the_language_of_the_request() -> None:
    found = []
    for language in ("en", "de", "en"):
        with override(language):
            found.append("Speichern" in render_icon(gettext_lazy("Save")))
    assert found == [False, True, False]


def test_addresses_of_scripts_follow_the_settings() -> None:
    found = [staticfiles.versioned_static("a.js")]
    with override_settings(STATIC_URL="/other/"):
        found.append(staticfiles.versioned_static("a.js"))
    found.append(staticfiles.versioned_static("a.js"))
    assert found[0] == found[2]
    assert [each.partition("?")[0] for each in found[:2]] == ["/static/a.js", "/other/a.js"]


def make_block(choices: list[tuple[str, str]]) -> StreamBlock:
    level = ChoiceBlock(choices=lambda: list(choices))
    return StreamBlock([("rows", ListBlock(StructBlock([("level", level), ("text", CharBlock())])))])


@pytest.mark.parametrize("added", [("b", "Second"), ("a", "Other name"), ("b", "<b>")])
def test_choices_of_a_block_are_those_of_the_moment(added: tuple[str, str]) -> None:
    choices = [("a", "First")]
    block = make_block(choices)
    first = BlockWidget(block).block_json
    choices.append(added)
    second = BlockWidget(block).block_json
    choices.pop()
    assert first != second
    assert BlockWidget(block).block_json == first


def test_definitions_of_a_form_of_blocks_are_built_once_for_a_language() -> None:
    block = make_block([("a", "First")])
    with patch.object(wagtail_costs, "build_definition", wraps=wagtail_costs.build_definition) as build:
        texts: dict[str, list[tuple[str, str]]] = {}
        for language in ("en", "de", "en", "de"):
            with override(language):
                widget = BlockWidget(block)
                texts.setdefault(language, []).append((widget.block_json, str(widget.media)))
    assert build.call_count == 2
    assert all(first == second for first, second in texts.values())
    assert texts["en"] != texts["de"]


def test_wagtail_alone_builds_the_definitions_for_each_form() -> None:
    """Fails when Wagtail keeps them by itself: then cms.compat.wagtail_costs can go."""
    widgets = [BlockWidget(make_block([])) for _ in range(2)]
    widgets[1].block_def = widgets[0].block_def
    for widget in widgets:
        wagtail_costs.build_definition(widget)
    assert widgets[0]._js_context is not widgets[1]._js_context
    assert not hasattr(wagtail_costs.make_icon, "cache_info")


@pytest.mark.parametrize("address", ["/admin/solutions/", "/admin/solutions/results/?q=o"])
def test_rows_of_a_listing_share_the_paths_of_sites(address: str) -> None:
    make_site()
    client = sign_in_client("Editor")
    make_solution("Robot")
    client.get(address)
    calls = [count_paths(client, address)]
    for number in range(4):
        make_solution(f"Tool {number}")
    calls.append(count_paths(client, address))
    assert calls[0] == calls[1]


def count_paths(client: Client, address: str) -> int:
    with patch.object(Site, "get_site_root_paths", wraps=Site.get_site_root_paths) as read:
        assert client.get(address).status_code == 200
    return read.call_count
