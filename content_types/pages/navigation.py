"""Menus and the settings of a site."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from grapple.models import GraphQLCollection, GraphQLForeignKey, GraphQLImage, GraphQLPage, GraphQLString
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Locale, Orderable

from cms.base.public_text import CleanTextMixin
from content_types.base.validators import http_url
from content_types.pages.panels import menu_panels, settings_panels


class Menu(CleanTextMixin, ClusterableModel):
    """A named list of links, one for each language."""

    handle = models.SlugField(
        _("handle"), max_length=40, help_text=_("How the frontend asks for it, such as “main”.")
    )
    title = models.CharField(_("title"), max_length=80)
    locale = models.ForeignKey(Locale, verbose_name=_("language"), on_delete=models.PROTECT, related_name="+")

    panels = menu_panels
    graphql_fields = [
        GraphQLString("handle", required=True),
        GraphQLString("title", required=True),
        GraphQLCollection(GraphQLForeignKey, "items", "pages.MenuItem", required=True, item_required=True),
    ]

    class Meta:
        verbose_name = _("menu")
        verbose_name_plural = _("menus")
        constraints = [models.UniqueConstraint(fields=["handle", "locale"], name="pages_menu_handle_unique")]

    def __str__(self) -> str:
        return self.title


class MenuItem(CleanTextMixin, Orderable):
    """A link to a page of the site, or to an address elsewhere. The item is hidden together with its page."""

    menu = ParentalKey(Menu, on_delete=models.CASCADE, related_name="items")
    label = models.CharField(_("label"), max_length=80)
    page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("page"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    link_url = models.URLField(_("address"), blank=True, validators=[http_url])

    graphql_fields = [
        GraphQLString("label", required=True),
        GraphQLPage("page"),
        GraphQLString(
            "url", required=True, source="link_url", description="Empty when the item links a page."
        ),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("menu item")

    def clean(self) -> None:
        if bool(self.page_id) == bool(self.link_url):
            raise ValidationError({"link_url": _("Give a page or an address, and not both.")})


@register_setting(icon="site")
class SiteSettings(CleanTextMixin, BaseSiteSetting):
    """What the frontend needs to know of a site beyond its pages."""

    site_title = models.CharField(_("title"), max_length=80, blank=True)
    tagline = models.CharField(_("tagline"), max_length=160, blank=True)
    logo = models.ForeignKey(
        "media.Image",
        verbose_name=_("logo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    contact_email = models.EmailField(_("contact address"), blank=True, help_text=_("Public."))
    footer_text = models.CharField(_("footer"), max_length=300, blank=True)

    panels = settings_panels
    graphql_fields = [
        GraphQLString("site_title", required=True),
        GraphQLString("tagline", required=True),
        GraphQLImage("logo"),
        GraphQLString("contact_email", required=True),
        GraphQLString("footer_text", required=True),
    ]

    class Meta:
        verbose_name = _("site settings")
