"""What each role may do with solutions, next to its permissions on all pages."""

from cms.identity.rights import API_CLIENT, Road, declare_rights
from cms.identity.roles import ADMINISTRATOR, EDITOR, declare_permissions
from content_types.vendors.roles import VENDOR


def register() -> None:
    editing = {"solutions.solution": "change"}
    declare_permissions(__name__, {EDITOR: editing, ADMINISTRATOR: editing})
    editors = {EDITOR, ADMINISTRATOR}
    declare_rights(
        __name__,
        Road.ADMIN,
        {
            "Open the list of solutions": {*editors, VENDOR},
            "Edit a solution of the own vendor": {*editors, VENDOR},
            "Edit a solution of another vendor": editors,
            "Add a solution": editors,
            "Delete a solution of the own vendor": editors,
            "Unpublish a solution of the own vendor": editors,
        },
    )
    declare_rights(
        __name__,
        Road.API,
        {
            "Read a draft of a solution": {API_CLIENT},
            "Read the visits of a solution of the own vendor": {*editors, VENDOR},
            "Read the visits of a solution of another vendor": editors,
        },
    )
    declare_rights(
        __name__,
        Road.EDITORIAL,
        {
            "Read a draft of a solution": {*editors, API_CLIENT},
            "Read the body of a solution of the own vendor": {*editors, VENDOR},
            "Read the body of a solution of another vendor": editors,
            "Read changes of a solution of the own vendor that are not published": {*editors, VENDOR},
            "Read changes of a solution of another vendor that are not published": editors,
            "Create a solution": editors,
            "Change the body of a solution of the own vendor": {*editors, VENDOR},
            "Change the body of a solution of another vendor": editors,
            "Change a solution of the own vendor": {*editors, VENDOR},
            "Change a solution of another vendor": editors,
            "List the versions of a solution of the own vendor": {*editors, VENDOR},
            "List the versions of a solution of another vendor": editors,
            "Take up an older version of a solution of the own vendor": {*editors, VENDOR},
            "Take up an older version of a solution of another vendor": editors,
            "Plan when a solution of the own vendor goes live": editors,
            "Publish a solution of the own vendor": editors,
            "Move a solution of the own vendor": editors,
            "Copy a solution of the own vendor": editors,
            "Delete a solution of the own vendor": editors,
        },
    )
