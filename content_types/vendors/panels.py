"""The edit form of a vendor."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    ObjectList,
    PublishingPanel,
    TabbedInterface,
)

from content_types.base.panels import name_panel
from content_types.base.translated_texts import build_language_tabs, build_translated_form
from content_types.vendors.forms import VendorForm
from content_types.vendors.models import Vendor

vendor_edit_handler = TabbedInterface(
    [
        ObjectList(
            [
                name_panel(),
                FieldPanel("slug"),
                FieldPanel("description"),
                MultiFieldPanel(
                    [FieldRowPanel([FieldPanel("country"), FieldPanel("founded")]), FieldPanel("website")],
                    heading=_("Facts"),
                    icon="info-circle",
                ),
                FieldPanel("logo", help_text=_("Square, on a transparent background.")),
            ],
            heading=_("Profile"),
        ),
        *build_language_tabs(Vendor),
        ObjectList(
            [
                FieldPanel("members", icon="group"),
                FieldPanel("verified_domain", icon="check"),
                FieldPanel("external_id", icon="key"),
                PublishingPanel(),
            ],
            heading=_("Access"),
        ),
    ],
    base_form_class=build_translated_form(Vendor, VendorForm),
)
