"""The edit form of a vendor."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from content_types.base.forms import ChosenListField
from content_types.vendors.choosers import PersonChooserBlock


class VendorForm(WagtailAdminModelForm):
    members = ChosenListField(
        PersonChooserBlock(label=_("Person")),
        label=_("Members"),
        help_text=_("People who may edit this vendor's solutions and answer reviews."),
    )
