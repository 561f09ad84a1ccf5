"""Search asks the plugin in its slot, and believes nothing that it says about who may see what."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from wagtail.models import PageViewRestriction

from cms.plugins.runtime.platform import Platform
from content_types.testing.factories import make_site, make_solution
from tests.content_api.client import ask, codes, post
from tests.plugins.workshop import Workshop

pytestmark = pytest.mark.django_db
SEARCH = (
    "query($q: String!) { search(query: $q) { totalCount didYouMean nodes { ... on Solution { title } } } }"
)


@pytest.fixture(autouse=True)
def site() -> None:
    make_site()


FOREIGN = """
from cms.plugin_api import SearchKey, SearchMatch, SearchProvider, hookimpl

def match(request):
    from django.apps import apps
    keys = apps.get_model("solutions.Solution").objects.values_list("pk", flat=True)
    found = [SearchKey("SOLUTION", key) for key in [*keys, 0, 10**12]] + [SearchKey("NOSUCH", 1)]
    return [SearchMatch(key, 1.0) for key in found]

@hookimpl
def search_provider():
    return [SearchProvider(
        name="foreign", match=match, complete=match, correct=lambda request: "secret", store=lambda documents, version: None,
        remove=lambda keys, version: None, list_fingerprints=dict,
    )]
"""


def test_search_provider_that_makes_up_keys_shows_nothing_hidden(
    client: Client, workshop: Workshop, site_with: Callable[..., Platform]
) -> None:
    make_solution("Open")
    secret = make_solution("Secret")
    PageViewRestriction.objects.create(page=secret, restriction_type=PageViewRestriction.LOGIN)
    workshop.write("foreign", FOREIGN, slot="search")
    site_with(slots={"search": "foreign"})
    answer = ask(client, SEARCH, q="anything")["search"]
    assert answer == {"totalCount": 1, "didYouMean": None, "nodes": [{"title": "Open"}]}


def test_search_is_unavailable_without_a_provider(
    client: Client, workshop: Workshop, site_with: Callable[..., Platform]
) -> None:
    site_with(slots={})
    answer = post(client, '{ search(query: "x") { totalCount } suggest(query: "x") { text } }')
    assert codes(answer) == ["SEARCH_UNAVAILABLE"] * 2 and answer["data"] == {"search": None, "suggest": None}
    with pytest.raises(CommandError, match="No plugin fills the slot `search`"):
        call_command("search", "rebuild")
