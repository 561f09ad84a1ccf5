"""What each role may do with categories, tags and use cases."""

from cms.identity.roles import ADMINISTRATOR, ALL, EDITOR, declare_permissions


def register() -> None:
    editing = {"taxonomy.category": ALL, "taxonomy.tag": ALL, "taxonomy.usecase": ALL}
    declare_permissions(__name__, {EDITOR: editing, ADMINISTRATOR: editing})
