"""Each import contract of pyproject.toml is kept, and breaks when somebody imports what it forbids."""

from __future__ import annotations

from copy import deepcopy
from functools import cache
from typing import Any

import grimp
import pytest
from importlinter.api import read_configuration
from importlinter.contracts.forbidden import ForbiddenContract
from importlinter.contracts.independence import IndependenceContract
from importlinter.contracts.layers import LayersContract

from tests.architecture.test_layout import CHECKOUT

TYPES: dict[str, Any] = {
    "layers": LayersContract,
    "forbidden": ForbiddenContract,
    "independence": IndependenceContract,
}
HOUSE = "The API stands on the content types, and they on the CMS"
NO_IMPORTER = "No other package imports a plugin"
CMS = "The CMS stands in layers: plugins' declarations below, configuration on top"
PLUGINS = "The plugin system stands in layers"
LOWEST = "What plugins import at first needs no models and no Wagtail"
FACE = "A plugin imports cms.plugin_api and nothing else of ours"
LIBRARIES = "A plugin needs no GraphQL library but in its schema.py"
APART = "A plugin imports no other plugin"
API = "The API stands in layers"
GRAPHENE = "GraphQL types are made in content_api.schema alone"
SETTINGS = "Settings are asked from Django, also by the API"
DECLARE = "Content types declare what the API shows; they build no GraphQL themselves"
STARTING = "Servers are started, and the environment is read, before there is a Django"
ORDER = "Content types are ordered: what is described before what describes it"

FORBIDDEN = [
    (HOUSE, "cms.exchange.kinds.pages", "content_types.pages.models"),
    (HOUSE, "cms.media.api", "content_api.errors"),
    (HOUSE, "content_types.events.models", "content_api.model.ids"),
    (NO_IMPORTER, "cms.config.settings.base", "plugins.bookmarks.models"),
    (NO_IMPORTER, "content_api.schema.build", "plugins.ratings_bayesian.services"),
    (CMS, "cms.plugins.api.events", "cms.declarations"),
    (CMS, "cms.declarations.gates", "cms.visibility.gate"),
    (CMS, "cms.base.slugs", "cms.database.limits"),
    (CMS, "cms.identity.models", "cms.exchange.models"),
    (CMS, "cms.publishing.outbox", "cms.config.settings.env"),
    (PLUGINS, "cms.plugins.api.errors", "cms.plugins.loader.manifest"),
    (PLUGINS, "cms.plugins.loader.discovery", "cms.plugins.runtime.platform"),
    (PLUGINS, "cms.plugins.runtime.jobs", "cms.plugins.admin.views"),
    (LOWEST, "cms.plugins.api.events", "django"),
    (LOWEST, "cms.plugins.api.hookspecs.admin", "wagtail"),
    (FACE, "plugins.bookmarks.plugin", "cms.plugins.runtime.platform"),
    (FACE, "plugins.bookmarks.models", "cms.identity.models"),
    (FACE, "plugins.activity.services", "content_types.reviews.models"),
    (FACE, "plugins.embargo.viewsets", "cms.site.viewsets"),
    (FACE, "plugins.activity.tests.test_activity", "cms.plugins.models"),
    (LIBRARIES, "plugins.bookmarks.services", "graphene"),
    (LIBRARIES, "plugins.activity.plugin", "graphql"),
    (APART, "plugins.activity.services", "plugins.bookmarks.models"),
    (API, "content_api.access.gate", "content_api.model.filters"),
    (API, "content_api.model.relations", "content_api.schema.types.media"),
    (API, "content_api.schema.build", "content_api.limits.charge"),
    (API, "content_api.limits.charge", "content_api.documents.validation"),
    (API, "content_api.documents.validation", "content_api.transport.requests"),
    (GRAPHENE, "content_api.model.pagination", "graphene"),
    (GRAPHENE, "content_api.transport.views", "grapple"),
    (SETTINGS, "content_api.limits.budget", "cms.config.settings.env"),
    (SETTINGS, "plugins.activity.services", "cms.config.settings.base"),
    (DECLARE, "content_types.vendors.api", "graphene"),
    (STARTING, "cms.services.postgres", "django"),
    (STARTING, "cms.ratelimit.limits", "django"),
    (ORDER, "content_types.taxonomy.models", "content_types.solutions.models"),
]


@cache
def configuration() -> dict[str, Any]:
    return read_configuration(str(CHECKOUT / "pyproject.toml"))


@cache
def imports() -> grimp.ImportGraph:
    packages = configuration()["session_options"]["root_packages"]
    return grimp.build_graph(*packages, include_external_packages=True, cache_dir=None)


@cache
def contracts() -> dict[str, Any]:
    session = configuration()["session_options"]
    return {
        options["name"]: TYPES[options["type"]](options["name"], session, options)
        for options in configuration()["contracts_options"]
    }


def is_kept(name: str, *more: tuple[str, str]) -> bool:
    """Whether a contract is kept by our code with more imports in it."""
    graph = deepcopy(imports())
    for importer, imported in more:
        graph.add_import(importer=importer, imported=imported, line_number=1, line_contents="import …")
    return contracts()[name].check(graph, verbose=False).kept


def test_every_contract_is_tried() -> None:
    assert {name for name, _, _ in FORBIDDEN} == contracts().keys()


@pytest.mark.parametrize("name", sorted({name for name, _, _ in FORBIDDEN}))
def test_a_contract_is_kept(name: str) -> None:
    assert is_kept(name)


@pytest.mark.parametrize(("name", "importer", "imported"), FORBIDDEN)
def test_a_forbidden_import_breaks_its_contract(name: str, importer: str, imported: str) -> None:
    assert {importer, imported} <= imports().modules, "the modules of this case were renamed"
    assert not is_kept(name, (importer, imported))


@pytest.mark.parametrize(
    ("name", "importer", "imported"),
    [
        (FACE, "plugins.bookmarks.schema", "cms.plugin_api"),
        (LIBRARIES, "plugins.bookmarks.schema", "graphene"),
        (FACE, "plugins.spam_screen.tests.test_spam_screen", "content_types.reviews.models"),
        (API, "content_api.transport.views", "content_api.access.gate"),
        (CMS, "cms.exchange.models", "cms.plugins.api.events"),
    ],
)
def test_an_allowed_import_breaks_nothing(name: str, importer: str, imported: str) -> None:
    assert is_kept(name, (importer, imported))


def test_plugins_are_kept_from_every_package_of_ours() -> None:
    ours = imports().find_children("cms") - {"cms.plugin_api", "cms.__main__"} | {
        "content_types",
        "content_api",
    }
    assert {str(each) for each in contracts()[FACE].forbidden_modules} == ours


@pytest.mark.parametrize("package", ["cms", "cms.plugins", "content_api"])
def test_a_new_package_needs_a_place_in_the_layers(package: str) -> None:
    graph = deepcopy(imports())
    graph.add_module(f"{package}.utilities")
    name = {"cms": CMS, "cms.plugins": PLUGINS, "content_api": API}[package]
    assert not contracts()[name].check(graph, verbose=False).kept
