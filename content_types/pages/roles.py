"""What each role may do with menus and the settings of a site, next to its permissions on all pages."""

from cms.identity.roles import ADMINISTRATOR, ALL, EDITOR, declare_permissions


def register() -> None:
    editing = {"pages.menu": ALL}
    declare_permissions(
        __name__, {EDITOR: editing, ADMINISTRATOR: {**editing, "pages.sitesettings": "change"}}
    )
