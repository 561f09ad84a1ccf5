"""Forms of the admin are those that Wagtail's own templates write."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.forms import renderers
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.html import parse_html
from django.urls import reverse
from django.utils.translation import override
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, Panel

from cms.compat import wagtail_costs, wagtail_panels
from content_types.solutions.models import Solution
from content_types.vendors.models import Vendor
from tests.factories.content import make_event, make_image, make_site, make_solution, make_user, make_vendor
from tests.support.admin import form_at, sign_in_client

pytestmark = pytest.mark.django_db
CHANGING = re.compile(
    r'(?<=name="csrfmiddlewaretoken" value=")\w+'
    r"|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}"  # blocks
    r"|(?<=key\\&quot;: \\&quot;)\w{5}(?=\\&quot;)|(?<=&quot;key&quot;: &quot;)\w{5}(?=&quot;)"  # lines of rich text
    r"|(?<=/)\d+/&quot;|(?<=/)\d+/(?=\")"  # editing sessions
)
"""What is another one for each answer."""


def read_form(response: HttpResponse) -> Any:
    """The main part of a page."""
    text = CHANGING.sub("", response.content.decode())
    return parse_html(text[text.index("<main") : text.index("</main>") + 7])


def use_library(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wagtail's own panels, and Django's own widgets."""
    for panel, library in wagtail_panels.LIBRARY.items():
        monkeypatch.setattr(panel.BoundPanel, "render_html", library)  # type: ignore[attr-defined]
    monkeypatch.setattr(renderers.get_default_renderer(), "has_known_templates", False)


@pytest.fixture
def client() -> Client:
    make_site()
    return sign_in_client(user=make_user("root", is_staff=True, is_superuser=True))


def list_forms() -> list[str]:
    vendor = make_vendor("Acme <b>")
    solution = make_solution("Lighthouse", vendor=vendor, tags=("a", "b"), logo=make_image("Logo"))
    pages = [solution, make_event("Fair"), solution.get_parent()]
    return [
        *(reverse("wagtailadmin_pages:edit", args=[page.pk]) for page in pages),
        reverse("wagtailadmin_pages:add", args=["solutions", "solution", solution.get_parent().pk]),
        reverse(Vendor.snippet_viewset.get_url_name("edit"), args=[vendor.pk]),  # type: ignore[attr-defined]
    ]


def test_forms_are_written_as_wagtail_writes_them(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    places = list_forms()
    found = [read_form(client.get(each)) for each in places]
    use_library(monkeypatch)
    for place, form in zip(places, found, strict=True):
        assert form == read_form(client.get(place)), place


def test_errors_are_written_as_wagtail_writes_them(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    make_solution("Lighthouse")
    place = reverse("wagtailadmin_pages:edit", args=[Solution.objects.get().pk])
    data = form_at(client, place, "page-edit-form", title="", summary="", website="no address")
    found = read_form(client.post(place, data))
    use_library(monkeypatch)
    expected = read_form(client.post(place, data))
    assert found == expected
    assert "This field is required" in str(found)


def bind(panel: Panel) -> Any:
    page, request = make_solution("A <b>"), RequestFactory().get("/")
    request.user = make_user("reader", is_superuser=True)
    bound = panel.bind_to_model(Solution)
    form = bound.get_form_class()(instance=page, for_user=request.user)
    return bound.get_bound_panel(instance=page, request=request, form=form)


def build_panels() -> list[Panel]:
    fields = [
        FieldPanel("title", read_only=True),
        FieldPanel("summary", attrs={"data-a": "1"}, help_text="H<"),
    ]
    group = MultiFieldPanel(
        [*fields, MultiFieldPanel([FieldPanel("slug")], heading="Inner <")], classname="own"
    )
    return [
        ObjectList([group, FieldPanel("website", icon="link")], attrs={"data-list": True}),
        MultiFieldPanel(fields, help_text="Of the group"),
        ObjectList(fields, help_text="Of the list"),
    ]


@pytest.mark.parametrize("number", range(3))
def test_panels_of_any_kind_are_written_as_wagtail_writes_them(
    number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_site()
    bound = bind(build_panels()[number])
    found = parse_html(bound.render_html({}))
    use_library(monkeypatch)
    assert found == parse_html(bound.render_html({}))


def test_panels_with_a_template_of_their_own_keep_it(monkeypatch: pytest.MonkeyPatch) -> None:
    class Own(FieldPanel):
        class BoundPanel(FieldPanel.BoundPanel):
            template_name = "wagtailadmin/shared/attrs.html"

    make_site()
    assert (
        bind(ObjectList([Own("slug", attrs={"data-own": "1"})])).children[0].render_html({})
        == ' data-own="1"'
    )


def test_the_class_of_a_form_is_built_once_for_a_language() -> None:
    panel = ObjectList([FieldPanel("title")]).bind_to_model(Solution)
    classes = []
    for language in ("en", "de", "en"):
        with override(language):
            classes.append(panel.get_form_class())
    assert classes[0] is classes[2] is not classes[1]
    assert issubclass(classes[0], Solution.base_form_class)


def test_wagtail_alone_builds_the_class_for_each_form() -> None:
    """Fails when Wagtail keeps it by itself: then this part of cms.compat.wagtail_costs can go."""
    panel = ObjectList([FieldPanel("title")]).bind_to_model(Solution)
    assert wagtail_costs.build_form_class(panel) is not wagtail_costs.build_form_class(panel)
