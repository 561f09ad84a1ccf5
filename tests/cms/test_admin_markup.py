"""Markup of the admin that is written without a template is the markup of Wagtail's template."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django import forms
from django.template import Context, engines
from django.template.loader import render_to_string
from django.test.html import parse_html
from django.utils.safestring import mark_safe
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button, ListingButton

from cms.compat import wagtail_form_markup, wagtail_markup

SHARED = "wagtailadmin/shared"
CHILDREN = mark_safe("<p>Content &amp; more</p>")


def render_shared(name: str, **values: Any) -> Any:
    template = engines["django"].engine.get_template(f"{SHARED}/{name}.html")  # type: ignore[attr-defined]
    return parse_html(template.render(Context(values)))


@pytest.mark.parametrize(
    "button",
    [
        Button(
            "A<b>",
            "/x?a=1&b=2",
            "own",
            icon_name="edit",
            attrs={"rel": "n", "data-x": '"q"', "n": 12345, "on": True, "off": False, "none": None, "one": 1},
        ),
        Button(mark_safe("<i>B</i>"), None),
        ListingButton("C", "/y/", priority=3),
    ],
)
def test_a_button_is_written_as_wagtail_writes_it(button: Button) -> None:
    assert parse_html(wagtail_markup.write_button(button)) == render_shared("button", button=button)


@pytest.mark.parametrize("value", ["x<y", None, "", 1234, 1.5, mark_safe("<b>1</b>")])
@pytest.mark.parametrize("classname", [None, "wide"])
def test_a_cell_is_written_as_wagtail_writes_it(value: Any, classname: str | None) -> None:
    given = Column("name", classname=classname), SimpleNamespace(name=value), {"row": 1, "table": 2}
    assert parse_html(wagtail_markup.write_cell(*given)) == parse_html(wagtail_markup.library_cell(*given))


def test_components_with_templates_of_their_own_keep_them() -> None:
    class Own(Button):
        template_name = "wagtailadmin/shared/headers/_actions.html"

    class Other(Button):
        def get_context_data(self, parent_context: Any) -> dict[str, Any]:
            return {"button": Button("Replaced")}

    assert Own("Label").render_html({}) == wagtail_markup.library_button(Own("Label"), {})
    assert "Replaced" in Other("Label").render_html({})


@pytest.mark.parametrize(
    "given",
    [
        {"label": "live"},
        {"label": "x<", "hidden_label": "State:", "classname": "w-x"},
        {"label": "live", "url": "/a?b&c", "title": 't"', "attrs": 'target="_blank"'},
        {"label": "l", "attrs": mark_safe('data-x="1"')},
    ],
)
def test_a_state_is_written_as_wagtail_writes_it(given: dict[str, Any]) -> None:
    every = dict.fromkeys(("label", "attrs", "classname", "hidden_label", "title", "url"))
    assert parse_html(wagtail_markup.write_status(**given)) == render_shared(
        "status_tag", **{**every, **given}
    )


@pytest.mark.parametrize(
    "given",
    [
        {"toggle_label": "Menu", "classname": "own"},
        {
            "attrs": mark_safe('data-a="1"'),
            "toggle_icon": "dots",
            "toggle_aria_label": "M<",
            "toggle_classname": "t",
        },
    ],
)
def test_a_menu_is_written_as_wagtail_writes_it(given: dict[str, Any]) -> None:
    found = parse_html(wagtail_form_markup.write_dropdown(CHILDREN, **given))
    assert found == render_shared("dropdown/dropdown", children=CHILDREN, **given)


@pytest.mark.parametrize(
    "given",
    [
        {"id": "a"},
        {"id": "a", "heading": "H<", "attrs": {"data-a": "1<", "hidden": True, "no": False}},
        {"id": "a", "id_prefix": "p", "classname": "c d", "heading": "H", "heading_size": "label", "icon": "edit",
         "id_for_label": "id_x", "is_required": True},
    ],
)  # fmt: skip
def test_a_panel_is_written_as_wagtail_writes_it(given: dict[str, Any]) -> None:
    found = parse_html(wagtail_form_markup.write_panel(CHILDREN, **given))
    assert found == render_shared("panel", children=CHILDREN, **given)


class Example(forms.Form):
    name = forms.CharField(label="N<", help_text="Help <b>")
    day = forms.DateField(required=False)


@pytest.mark.parametrize("data", [None, {"day": "x"}])
@pytest.mark.parametrize("field", ["name", "day"])
@pytest.mark.parametrize(
    "given",
    [
        {},
        {"sr_only_label": True, "classname": "own", "help_text": "Other", "attrs": {"data-a": 1}},
        {"show_label": False, "show_add_comment_button": True, "error_message_id": "e", "wrapper_id": "w", "icon": "date"},
    ],
)  # fmt: skip
def test_a_field_is_written_as_wagtail_writes_it(data: Any, field: str, given: dict[str, Any]) -> None:
    options = {"field": Example(data)[field], **given}
    values = wagtail_form_markup.library_field(**options)
    expected = parse_html(render_to_string(f"{SHARED}/formatted_field.html", values))
    assert parse_html(wagtail_form_markup.write_field(**options)) == expected
