"""Widgets that are written without a template have the markup of Django's template."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.conf import settings
from django.forms import renderers
from django.forms.renderers import DjangoTemplates, get_default_renderer
from django.utils.functional import lazystr
from django.utils.safestring import mark_safe
from django.utils.translation import override

from cms.compat.form_renderer import WRITERS, DirectRenderer

CHOICES = [
    ("", "None"),
    ("a<", "A & b"),
    (1, lazystr("One<")),
    ("Group<", [(2, mark_safe("<b>2</b>")), (3, 3)]),
]
ATTRS = {"id": "id_x", "class": "one two", "data-a": '1"<', "required": True, "hidden": False, "n": 1234.5}
VALUES: list[Any] = [
    None,
    "",
    "x<\"'&",
    mark_safe("&amp;<"),
    12345,
    1.5,
    date(2026, 11, 5),
    lazystr("l<"),
    ("a<", "1"),
]
OTHERS = {"MultiWidget", "SplitDateTimeWidget", "SplitHiddenDateTimeWidget", "SelectDateWidget", "ClearableFileInput",
          "MultipleHiddenInput", "ChoiceWidget", "Input", "Widget", "DateTimeBaseInput"}  # fmt: skip
WIDGETS: list[Any] = [
    kind
    for kind in vars(forms.widgets).values()
    if isinstance(kind, type) and issubclass(kind, forms.Widget) and kind.__name__ not in OTHERS
]


def build_widget(kind: type[forms.Widget], **given: Any) -> forms.Widget:
    widget = kind(**given)
    if isinstance(widget, forms.widgets.ChoiceWidget):
        widget.choices = CHOICES
    return widget


def test_every_widget_of_django_is_known() -> None:
    assert {kind.template_name for kind in WIDGETS} <= WRITERS.keys()
    assert len(WIDGETS) > 15


@pytest.mark.parametrize("attrs", [{}, ATTRS])
@pytest.mark.parametrize("value", VALUES, ids=repr)
@pytest.mark.parametrize("kind", WIDGETS, ids=lambda kind: kind.__name__)
def test_a_widget_is_written_as_django_writes_it(kind: type, value: Any, attrs: dict[str, Any]) -> None:
    widget = build_widget(kind, attrs={"size": "3"})
    with override("de"):
        found = widget.render("name<", value, attrs=attrs, renderer=DirectRenderer())
        assert found == widget.render("name<", value, attrs=attrs, renderer=DjangoTemplates())


@pytest.mark.parametrize("kind", [forms.RadioSelect, forms.CheckboxSelectMultiple, forms.Select])
def test_options_with_a_template_of_their_own_keep_it(kind: type[forms.widgets.ChoiceWidget]) -> None:
    class Own(kind):  # type: ignore[misc, valid-type]
        option_template_name = "django/forms/widgets/attrs.html"

    widget = Own(choices=CHOICES)
    found = [
        widget.render("n", "1", attrs=ATTRS, renderer=each) for each in (DirectRenderer(), DjangoTemplates())
    ]
    assert found[0] == found[1]


def test_a_template_that_an_app_replaces_is_used(tmp_path: Path) -> None:
    place = tmp_path / "django/forms/widgets/attrs.html"
    place.parent.mkdir(parents=True)
    place.write_text(" data-own")
    own = Path(renderers.__file__).parent / "templates"

    class Renderer(DirectRenderer):
        @property
        def engine(self) -> Any:
            return self.backend({"NAME": "own", "DIRS": [tmp_path, own], "APP_DIRS": True, "OPTIONS": {}})

    assert "data-own" in forms.TextInput().render("n", "x", renderer=Renderer())


def test_forms_are_rendered_by_it() -> None:
    assert isinstance(get_default_renderer(), DirectRenderer)
    assert settings.FORM_RENDERER.endswith("DirectRenderer")
