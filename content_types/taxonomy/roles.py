"""What each role may do with categories, tags and use cases."""

from cms.identity.rights import Road, declare_rights
from cms.identity.roles import ADMINISTRATOR, ALL, EDITOR, declare_permissions


def register() -> None:
    editing = {"taxonomy.category": ALL, "taxonomy.tag": ALL, "taxonomy.usecase": ALL}
    declare_permissions(__name__, {EDITOR: editing, ADMINISTRATOR: editing})
    editors = {EDITOR, ADMINISTRATOR}
    declare_rights(
        __name__,
        Road.ADMIN,
        {
            "Open the list of categories": editors,
            "Open the list of tags": editors,
            "Add a use case": editors,
        },
    )
