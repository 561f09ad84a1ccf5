"""Every column for addresses, rich text or blocks that visitors see is searched for links, new ones as well."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.db import connection, models
from django.test.utils import CaptureQueriesContext, isolate_apps
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.contrib.redirects.models import Redirect
from wagtail.fields import RichTextField
from wagtail.models import Locale, Site

from cms.links.jobs import collect_links
from cms.links.models import Link, LinkResult, LinkUse
from cms.links.sources import Source, discover_sources, list_owners, list_sources
from content_types.events.models import Speaker
from content_types.pages.models import CollectionIndex
from content_types.pages.navigation import Menu, MenuItem, SiteSettings, SocialLink
from tests.factories.content import make_event, make_site
from tests.support.admin import sign_in_client

REPORT = "/admin/reports/broken-links/"


@isolate_apps()
def test_a_new_column_for_addresses_is_found() -> None:
    class Leaflet(ClusterableModel):
        live = models.BooleanField()
        address = models.URLField()
        text = RichTextField()
        secret = models.URLField()
        name = models.CharField(max_length=5)
        unchecked_links = ("secret",)

        class Meta:
            app_label = "pages"

    class Part(ClusterableModel):
        leaflet = ParentalKey(Leaflet, related_name="parts")
        source = models.URLField()

        class Meta:
            app_label = "pages"

    class Note(models.Model):
        part = ParentalKey(Part, related_name="notes")
        link = models.URLField()

        class Meta:
            app_label = "pages"

    class Webhook(models.Model):
        """Not shown to anybody: a request would deliver something."""

        url = models.URLField()

        class Meta:
            app_label = "pages"

    assert list(discover_sources([Leaflet, Part, Note, Webhook])) == [
        Source(Leaflet, ("address", "text"), Leaflet),
        Source(Part, ("source",), Leaflet, "leaflet"),
        Source(Note, ("link",), Leaflet, "part__leaflet"),
    ]


def test_every_column_for_addresses_of_the_site_is_decided_on() -> None:
    """One that is left out has to name itself in `unchecked_links`."""
    found = {(source.model, column) for source in list_sources() for column in source.columns}
    columns = {
        (model, field.name)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.URLField)
    }
    assert {(model._meta.label, name) for model, name in columns - found} == {
        ("events.Event", "join_url"),
        ("people.LegalText", "address"),
    }


@pytest.fixture
def places(db: None) -> dict[str, Any]:
    """A link in each place outside the text of pages, by its address."""
    make_site()
    menu = Menu.objects.create(title="Main", handle="main", locale=Locale.get_default())
    MenuItem.objects.create(menu=menu, label="Blog", link_url="https://menu.example/")
    settings = SiteSettings.for_site(Site.objects.get(is_default_site=True))
    SocialLink.objects.create(site_settings=settings, label="Mastodon", url="https://social.example/")
    event = make_event("Fair")
    Speaker.objects.create(page=event, name="Ada", link="https://speaker.example/")
    draft = make_event("Draft", live=False)
    Speaker.objects.create(page=draft, name="Eve", link="https://draft.example/")
    redirect = Redirect.objects.create(old_path="/old", redirect_link="https://redirect.example/")
    index = CollectionIndex(title="Lists", slug="lists", canonical_url="https://index.example/")
    event.get_parent().get_parent().add_child(instance=index)
    return {
        "https://menu.example/": menu,
        "https://social.example/": settings,
        "https://speaker.example/": event,
        "https://redirect.example/": redirect,
        "https://index.example/": index,
    }


def test_links_outside_the_text_of_pages_are_found(places: dict[str, Any]) -> None:
    collect_links()
    uses = LinkUse.objects.select_related("link", "content_type")
    found = {use.link.url: (use.content_type.model_class(), use.object_id) for use in uses}
    assert found == {address: (type(owner), owner.pk) for address, owner in places.items()}


def test_the_report_leads_to_their_forms(places: dict[str, Any]) -> None:
    collect_links()
    Link.objects.update(result=LinkResult.BROKEN, reason="404")
    page = BeautifulSoup(sign_in_client("Administrator").get(REPORT).content, "html.parser")
    rows = {row.select("td")[0].get_text(strip=True): row.select("a") for row in page.select("main tbody tr")}
    assert {address: [str(link.get_text()) for link in links] for address, links in rows.items()} == {
        address: [str(owner)] for address, owner in places.items()
    }
    assert all(
        sign_in_client("Administrator").get(link["href"]).status_code == 200
        for links in rows.values()
        for link in links
    )


def test_people_who_may_not_change_the_settings_do_not_read_their_links(places: dict[str, Any]) -> None:
    collect_links()
    Link.objects.update(result=LinkResult.BROKEN)
    shown = sign_in_client("Editor").get(REPORT).content.decode()
    assert "https://menu.example/" in shown and "https://speaker.example/" in shown
    assert "https://social.example/" not in shown and "https://redirect.example/" not in shown


def test_a_model_is_read_in_one_statement(places: dict[str, Any]) -> None:
    collect_links()
    with CaptureQueriesContext(connection) as captured:
        collect_links()
    selects = [each["sql"] for each in captured if "::text" in each["sql"]]
    assert len(selects) == len(list_sources()) and len(list_owners()) < len(list_sources())
