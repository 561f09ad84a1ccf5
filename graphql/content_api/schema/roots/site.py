"""`site`: where we are."""

from __future__ import annotations

from typing import Any

import graphene
from django.conf import settings
from grapple.registry import registry as grapple_registry
from wagtail.models import Site as WagtailSite

from content_api.access.context import get_info_context
from content_api.errors import ApiError
from content_api.model.batching import link_batch
from content_api.model.filters import clean_text
from content_api.model.languages import find_text_language, set_language
from content_api.schema.roots.collections import TEXT_LOCALE
from content_types.pages.navigation import Menu, SiteSettings


class Locale(graphene.ObjectType):
    """A language of the site."""

    code = graphene.String(required=True)
    name = graphene.String(required=True)
    is_default = graphene.Boolean(required=True)


class Site(graphene.ObjectType):
    """The site of the request's host."""

    name = graphene.String(required=True)
    hostname = graphene.String(required=True)
    locales = graphene.List(graphene.NonNull(Locale), required=True)
    settings = graphene.Field(
        lambda: grapple_registry.models[SiteSettings],
        locale=graphene.Argument(graphene.String, description=TEXT_LOCALE),
        description="Null until they are set.",
    )
    menu = graphene.Field(
        lambda: grapple_registry.models[Menu],
        handle=graphene.String(required=True),
        locale=graphene.String(),
        description="A menu by its handle; in the default language when no locale is given.",
    )

    @staticmethod
    def resolve_name(site: WagtailSite, info: Any) -> str:
        return site.site_name or site.hostname

    @staticmethod
    def resolve_locales(site: WagtailSite, info: Any) -> list[Locale]:
        names = dict(settings.WAGTAIL_CONTENT_LANGUAGES)
        map_ = get_info_context(info).site
        return [
            Locale(code=root.locale, name=names.get(root.locale, root.locale), is_default=not root.prefix)
            for root in map_.roots
        ]

    @staticmethod
    def resolve_settings(site: WagtailSite, info: Any, locale: str | None = None) -> Any:
        gate = get_info_context(info).gate
        found = list(SiteSettings.objects.filter(gate.visible(SiteSettings), site=site)[:1])
        set_language(found, find_text_language(gate, locale))
        return get_first(found)

    @staticmethod
    def resolve_menu(site: WagtailSite, info: Any, handle: str, locale: str | None = None) -> Any:
        context = get_info_context(info)
        code = clean_text("locale", locale) if locale else context.gate.default_locale
        rows = Menu.objects.filter(context.gate.visible(Menu), locale__language_code=code)
        return get_first(rows.filter(handle=clean_text("handle", handle)))


class NoSite(ApiError):
    """The request's host belongs to no site, and there is no default one."""

    code = "NOT_FOUND"


def get_first(rows: Any) -> Any:
    return next(iter(link_batch(rows[:1])), None)


def resolve_site(root: Any, info: Any) -> WagtailSite:
    site = get_info_context(info).site.site
    if site is None:
        raise NoSite("No site answers to this host. Add one in the admin under Settings, Sites.")
    return site


FIELDS: dict[str, graphene.Field] = {
    "site": graphene.Field(
        Site, required=True, description="The site of the request's host.", resolver=resolve_site
    ),
}
