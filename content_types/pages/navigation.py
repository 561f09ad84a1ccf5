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
from cms.base.translated_texts import TranslatedTexts
from content_types.base.validators import http_url
from content_types.pages.panels import build_settings_handler, menu_panels

MENU_LEVELS = 3
"""Levels of menus, the top one among them."""


class Menu(CleanTextMixin, ClusterableModel):
    """A named list of links, one for each language."""

    handle = models.SlugField(
        _("handle"),
        max_length=40,
        help_text=_("The name by which the frontend requests this menu, such as “main”."),
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
    submenu = models.ForeignKey(
        Menu,
        verbose_name=_("submenu"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("The menu that opens below this link."),
    )

    graphql_fields = [
        GraphQLString("label", required=True),
        GraphQLPage("page"),
        GraphQLString(
            "url", required=True, source="link_url", description="Empty when the item links a page."
        ),
        GraphQLForeignKey("submenu", "pages.Menu", description="The menu that opens below this item."),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("menu item")

    def clean(self) -> None:
        if self.page_id and self.link_url:
            raise ValidationError({"link_url": _("Choose a page or enter an address, not both.")})
        if not (self.page_id or self.link_url or self.submenu_id):
            raise ValidationError({"link_url": _("Choose a page or a submenu, or enter an address.")})
        if self.submenu_id:
            self._check_submenu()

    def _check_submenu(self) -> None:
        """Follow the submenus below: none may lead back here, and they must end."""
        level, above = {self.submenu_id}, self.menu_id
        for _level in range(MENU_LEVELS - 1):
            if above in level:
                raise ValidationError({"submenu": _("This menu contains the menu that you are editing.")})
            rows = MenuItem.objects.filter(menu__in=level, submenu__isnull=False)
            level = set(rows.values_list("submenu", flat=True))
        if level:
            text = _("Menus can have at most %(levels)s levels; this one has submenus of its own.")
            raise ValidationError({"submenu": text}, params={"levels": MENU_LEVELS})


@register_setting(icon="site")
class SiteSettings(CleanTextMixin, TranslatedTexts, ClusterableModel, BaseSiteSetting):
    """What the frontend needs to know of a site beyond its pages."""

    translated_fields = ("tagline", "footer_text")

    # The version before this field writes rows without it, while a new one is rolled out.
    translations = models.JSONField(
        _("translations"), default=dict, db_default={}, blank=True, editable=False
    )
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
    share_image = models.ForeignKey(
        "media.Image",
        verbose_name=_("default share image"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Shown when a page without an image of its own is shared, at least 1200 × 630 pixels."),
    )
    contact_email = models.EmailField(_("contact address"), blank=True, help_text=_("Public."))
    footer_text = models.CharField(_("footer"), max_length=300, blank=True)

    graphql_fields = [
        GraphQLString("site_title", required=True),
        GraphQLString("tagline", required=True),
        GraphQLImage("logo"),
        GraphQLImage("share_image", description="For cards of pages without a `socialImage`."),
        GraphQLString("contact_email", required=True),
        GraphQLString("footer_text", required=True),
        GraphQLCollection(
            GraphQLForeignKey, "social_links", "pages.SocialLink", required=True, item_required=True
        ),
    ]

    class Meta:
        verbose_name = _("site settings")


SiteSettings.edit_handler = build_settings_handler(SiteSettings)


class SocialLink(CleanTextMixin, Orderable):
    """A profile of the site on a social network."""

    site_settings = ParentalKey(SiteSettings, on_delete=models.CASCADE, related_name="social_links")
    label = models.CharField(_("network"), max_length=40, help_text=_("Such as “Mastodon”."))
    url = models.URLField(_("address"), validators=[http_url])

    graphql_fields = [GraphQLString("label", required=True), GraphQLString("url", required=True)]

    class Meta(Orderable.Meta):
        verbose_name = _("social link")

    def __str__(self) -> str:
        return self.label
