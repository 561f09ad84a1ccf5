"""What each role may do with vendors. What members may do stands in `content_types.solutions.permissions`."""

from cms.identity.rights import PEOPLE, Road, declare_rights
from cms.identity.roles import ADMINISTRATOR, ALL, EDITOR, Role, declare_permissions

VENDOR = Role(
    "Vendor", "Edits the solutions of the vendors it is a member of, and submits them.", files="add choose"
)


def register() -> None:
    editing = {"vendors.vendor": f"{ALL} publish lock unlock"}
    deciding = {**editing, "vendors.vendorclaim": "change view"}
    declare_permissions(__name__, {VENDOR: {}, EDITOR: editing, ADMINISTRATOR: deciding})
    editors = {EDITOR, ADMINISTRATOR}
    declare_rights(__name__, Road.ADMIN, {"Open the list of vendors": editors, "Add a vendor": editors})
    declare_rights(__name__, Road.API, {"Claim a vendor": PEOPLE, "Withdraw the claim of another person": ()})
