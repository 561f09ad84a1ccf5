"""What each role may do with registrations for events, next to its permissions on all pages."""

from cms.identity.rights import PEOPLE, Road, declare_rights
from cms.identity.roles import ADMINISTRATOR, EDITOR, declare_permissions
from content_types.vendors.roles import VENDOR


def register() -> None:
    reading = {"events.registration": "view"}
    declare_permissions(__name__, {EDITOR: reading, ADMINISTRATOR: reading})
    editors = {EDITOR, ADMINISTRATOR}
    declare_rights(
        __name__,
        Road.ADMIN,
        {
            "Open the list of events": {*editors, VENDOR},
            "Edit an event": editors,
            "Open the list of registrations": editors,
        },
    )
    declare_rights(
        __name__,
        Road.API,
        {"Register for an event": PEOPLE, "Cancel the registration of another person": ()},
    )
