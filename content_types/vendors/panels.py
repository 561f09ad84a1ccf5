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
from content_types.vendors.forms import VendorForm

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
    base_form_class=VendorForm,
)
