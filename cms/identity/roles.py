"""The roles of the site as data, and the one function that writes them to the database.

A role is a Django group. Its rights are granted at the root of the page tree and of the file collections. A
vendor's right to edit is not in this table: it follows from membership, in the page permission policy.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps as installed

__all__ = ["ADMINISTRATOR", "EDITOR", "MODERATOR", "ROLES", "VENDOR", "Role", "write_roles"]

ALL = "add change delete view"
FILES = ("wagtailimages.image", "wagtaildocs.document")


@dataclass(frozen=True, slots=True)
class Role:
    """pages, files: actions on every page, picture and document; models: actions by model label; special: rights
    whose names are not made of an action and a model, by model label."""

    name: str
    purpose: str
    pages: str = ""
    files: str = ""
    models: Mapping[str, str] = field(default_factory=dict)
    special: Mapping[str, str] = field(default_factory=dict)


EDITORIAL = {
    "vendors.vendor": f"{ALL} publish lock unlock",
    "taxonomy.category": ALL,
    "taxonomy.tag": ALL,
    "taxonomy.usecase": ALL,
    "pages.menu": ALL,
    "solutions.solution": "change",
    "events.registration": "view",
}
TRANSLATION = {"simple_translation.simpletranslation": "submit_translation"}
MODERATION = {
    "reviews.review": "change view",
    "reviews.vendorreply": "change view",
    "reviews.report": "view",
    "reviews.moderationaction": "view",
}
ADMINISTRATION = {
    "reviews.review": "add change view",
    "accounts.user": "add change delete",
    "auth.group": "add change delete",
    "wagtailcore.site": "add change delete",
    "wagtailcore.locale": "add change delete",
    "wagtailcore.workflow": "add change delete",
    "wagtailcore.task": "add change delete",
    "wagtailredirects.redirect": "add change delete",
    "pages.sitesettings": "change",
    "importing.importrun": ALL,
    "extensions.pluginswitch": "change",
    "extensions.pluginconfiguration": "change",
    "publishing.delivery": "change",
    "content_api.trusteddocument": "view",
}

EDITOR = Role(
    "Editor",
    "Publishes and translates pages, keeps taxonomy, vendors, pictures and documents, approves vendors' changes.",
    pages="add change publish lock unlock",
    files="add change choose",
    models=EDITORIAL,
    special=TRANSLATION,
)
MODERATOR = Role("Moderator", "Decides about reviews and vendors' replies.", models=MODERATION)
VENDOR = Role(
    "Vendor", "Edits the solutions of the vendors it is a member of, and submits them.", files="add choose"
)
ADMINISTRATOR = Role(
    "Administrator",
    "Everything: content, reviews, users, settings, plugins, redirects and imports.",
    pages="add change publish lock unlock bulk_delete",
    files="add change choose delete",
    models={**EDITORIAL, **MODERATION, **ADMINISTRATION},
    special=TRANSLATION,
)
ROLES = (EDITOR, MODERATOR, VENDOR, ADMINISTRATOR)
APPROVERS = (EDITOR, ADMINISTRATOR)


def write_roles(apps: Any) -> None:
    """Make every role exactly as the table says; run by a migration, so `apps` may hold historical models.

    Content types and permissions that Django would only make after all migrations are made here.
    """
    for role in ROLES:
        group = apps.get_model("auth", "Group").objects.get_or_create(name=role.name)[0]
        group.permissions.set(_model_permissions(apps, role))
        _grant_pages(apps, group, role)
        _grant_files(apps, group, role)
    _write_approval(apps)


def _model_permissions(apps: Any, role: Role) -> list[Any]:
    wanted = [("wagtailadmin.admin", "access")]
    wanted += [(label, action) for label, actions in role.models.items() for action in actions.split()]
    special = [_named_permission(apps, label, codename) for label, codename in role.special.items()]
    return [*special, *(_permission(apps, label, action) for label, action in wanted)]


def _permission(apps: Any, label: str, action: str) -> Any:
    app, model = label.split(".")
    return _named_permission(apps, label, f"{action}_{model}", f"Can {action} {_verbose_name(app, model)}")


def _named_permission(apps: Any, label: str, codename: str, name: str = "") -> Any:
    app, model = label.split(".")
    kind = apps.get_model("contenttypes", "ContentType").objects.get_or_create(app_label=app, model=model)[0]
    permissions = apps.get_model("auth", "Permission").objects
    defaults = {"name": name or f"Can {codename.replace('_', ' ')}"}
    return permissions.get_or_create(content_type=kind, codename=codename, defaults=defaults)[0]


def _verbose_name(app: str, model: str) -> str:
    try:
        return str(installed.get_model(app, model)._meta.verbose_name)
    except LookupError:
        return model


def _grant_pages(apps: Any, group: Any, role: Role) -> None:
    grants = apps.get_model("wagtailcore", "GroupPagePermission").objects
    root = apps.get_model("wagtailcore", "Page").objects.get(depth=1)
    grants.filter(group=group).delete()
    for action in role.pages.split():
        grants.create(group=group, page=root, permission=_permission(apps, "wagtailcore.page", action))


def _grant_files(apps: Any, group: Any, role: Role) -> None:
    grants = apps.get_model("wagtailcore", "GroupCollectionPermission").objects
    root = apps.get_model("wagtailcore", "Collection").objects.get(depth=1)
    grants.filter(group=group).delete()
    for label in FILES:
        for action in role.files.split():
            grants.create(group=group, collection=root, permission=_permission(apps, label, action))


def _write_approval(apps: Any) -> None:
    """The workflow by which editors approve what vendors submit, for every page."""
    kind = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="wagtailcore", model="groupapprovaltask"
    )[0]
    root = apps.get_model("wagtailcore", "Page").objects.get(depth=1)
    task = apps.get_model("wagtailcore", "GroupApprovalTask").objects.get_or_create(
        name="Approval by an editor", defaults={"content_type": kind}
    )[0]
    task.groups.set(
        apps.get_model("auth", "Group").objects.filter(name__in=[role.name for role in APPROVERS])
    )
    flow = apps.get_model("wagtailcore", "Workflow").objects.get_or_create(name="Editorial approval")[0]
    apps.get_model("wagtailcore", "WorkflowTask").objects.get_or_create(
        workflow=flow, task_id=task.pk, defaults={"sort_order": 0}
    )
    apps.get_model("wagtailcore", "WorkflowPage").objects.update_or_create(
        page=root, defaults={"workflow": flow}
    )
