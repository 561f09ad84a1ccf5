"""What each role may do with menus and the settings of a site, next to its permissions on all pages."""

from cms.identity.rights import ANONYMOUS, EVERYBODY, Road, declare_rights
from cms.identity.roles import ADMINISTRATOR, ALL, EDITOR, declare_permissions


def register() -> None:
    editing = {"pages.menu": ALL}
    declare_permissions(
        __name__, {EDITOR: editing, ADMINISTRATOR: {**editing, "pages.sitesettings": "change"}}
    )
    editors = {EDITOR, ADMINISTRATOR}
    declare_rights(
        __name__,
        Road.ADMIN,
        {
            "Edit the home page": editors,
            "Open the list of menus": editors,
            "Change the settings of a site": {ADMINISTRATOR},
        },
    )
    declare_rights(
        __name__,
        Road.API,
        {
            "Read a public page": EVERYBODY,
            "Read a page for people who are signed in": lambda name: name != ANONYMOUS,
            "Read a page for a group that they are not in": (),
        },
    )
    declare_rights(
        __name__,
        Road.EDITORIAL,
        {
            "Read a public page": lambda name: name != ANONYMOUS,
            "Read a page for people who are signed in": lambda name: name != ANONYMOUS,
            "Read a page for a group that they are not in": (),
            "Change the home page": editors,
        },
    )
