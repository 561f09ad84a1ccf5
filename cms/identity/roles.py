"""The roles of the site, what each package lets them do, and the functions that write both to the database.

A role is a Django group. Its permissions on pages, pictures and documents are granted at the root of the page tree
and of the file collections. Permissions on other models are declared by the package that owns the model: a content
type calls `declare_permissions` in its `roles.py`, from `AppConfig.ready()`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps as installed
from django.core.checks import Error, register
from django.core.exceptions import ImproperlyConfigured

__all__ = [
    "ADMINISTRATOR",
    "ALL",
    "EDITOR",
    "Role",
    "RoleRegistry",
    "add_app_permissions",
    "declare_permissions",
    "declare_site_permissions",
    "registry",
    "write_roles",
]

ALL = "add change delete view"
FILES = ("wagtailimages.image", "wagtaildocs.document")


@dataclass(frozen=True, slots=True)
class Role:
    """pages, files: actions on every page, and on every picture and document. approves: whether it decides about
    pages that are submitted."""

    name: str
    purpose: str
    pages: str = ""
    files: str = ""
    approves: bool = False


EDITOR = Role(
    "Editor",
    "Publishes and translates pages, keeps shared content, images and documents, approves what is submitted.",
    pages="add change publish lock unlock",
    files="add change choose",
    approves=True,
)
ADMINISTRATOR = Role(
    "Administrator",
    "Everything: content, users, settings, plugins, redirects and imports.",
    pages="add change publish lock unlock bulk_delete",
    files="add change choose delete",
    approves=True,
)


class RoleRegistry:
    """The roles and permissions that packages declared. What is declared twice is rejected, naming both sides."""

    def __init__(self) -> None:
        self._roles: dict[str, tuple[Role, str]] = {}
        self._actions: dict[tuple[str, str], tuple[str, str]] = {}

    def declare_permissions(self, owner: str, permissions: Mapping[Role, Mapping[str, str]]) -> None:
        """Declare what roles may do with the rows of models.

        owner: the module that declares, `__name__`. permissions: by role and model label ("app_label.model") the
        actions, separated by spaces: "add change". A word with an underscore is a whole codename. A role that has no
        permissions of its own is declared with an empty mapping.
        """
        for role, models in permissions.items():
            self._add(
                self._roles, role.name, (role, owner), f"The role “{role.name}” is described in two ways"
            )
            for model, actions in models.items():
                problem = f"What the role “{role.name}” may do with {model} is declared twice"
                self._add(self._actions, (role.name, model), (actions, owner), problem)

    @staticmethod
    def _add(target: dict[Any, tuple[Any, str]], key: Any, item: tuple[Any, str], problem: str) -> None:
        known = target.setdefault(key, item)
        same_role = isinstance(item[0], Role) and known[0] == item[0]
        if known != item and not same_role:
            raise ImproperlyConfigured(f"{problem}: by {known[1]} and by {item[1]}. Keep one of them.")

    def list_roles(self) -> list[Role]:
        """All roles, ordered by name."""
        return [role for _name, (role, _owner) in sorted(self._roles.items())]

    def list_permissions(self, role: Role) -> Iterator[tuple[str, str]]:
        """(model label, codename) of each permission of a role."""
        for (name, label), (actions, _owner) in sorted(self._actions.items()):
            if name == role.name:
                model = label.partition(".")[2]
                yield from ((label, word if "_" in word else f"{word}_{model}") for word in actions.split())

    def describe(self) -> list[tuple[Role, list[tuple[str, str]]]]:
        """Each role with its permissions."""
        return [(role, list(self.list_permissions(role))) for role in self.list_roles()]

    def find_unknown_models(self) -> list[tuple[str, str]]:
        """(model label, owner) of each declaration about a model that is not installed."""
        known = {model._meta.label_lower for model in installed.get_models()}
        return sorted(
            {(label, owner) for (_, label), (_, owner) in self._actions.items() if label not in known}
        )


registry = RoleRegistry()
declare_permissions = registry.declare_permissions


def declare_site_permissions() -> None:
    """Declare the permissions on models of the site itself and of Wagtail."""
    editing = {
        "simple_translation.simpletranslation": "submit_translation",
        "accounts.apikey": "add",
        "relevance.synonym": ALL,
        "relevance.pinnedsearch": ALL,
        "audience.visitreport": "view",
    }
    administration = {
        "audit.auditevent": "view",
        "accounts.apikey": "add change view",
        "accounts.user": "add change delete",
        "people.legaltext": "add change view",
        "people.consent": "view",
        "auth.group": "add change delete",
        "wagtailcore.site": "add change delete",
        "wagtailcore.locale": "add change delete",
        "wagtailcore.workflow": "add change delete",
        "wagtailcore.task": "add change delete",
        "wagtailredirects.redirect": "add change delete",
        "importing.importrun": ALL,
        "extensions.pluginswitch": "change",
        "extensions.pluginconfiguration": "change",
        "publishing.delivery": "change",
    }
    declare_permissions(__name__, {EDITOR: editing, ADMINISTRATOR: {**editing, **administration}})


@register("cms")
def check_declared_models(**options: Any) -> list[Error]:
    """An error for each declared permission on a model that does not exist."""
    return [
        Error(
            f"{owner} declares permissions on {label}, which is not an installed model.",
            hint="Write the label as app_label.model, in lower case.",
            id="cms.E010",
        )
        for label, owner in registry.find_unknown_models()
    ]


def write_roles(apps: Any) -> None:
    """Write every role exactly as declared; run by a migration, so `apps` may hold historical models.

    Content types and permissions that Django would only make after all migrations are made here.
    """
    for role in registry.list_roles():
        _write_role(apps, role)
    _write_approval(apps)


def add_app_permissions(apps: Any, app_label: str) -> None:
    """Grant each role what is declared for the models of one app, and leave its other permissions as they are.

    app_label: of the app, or "app_label.model" for one model of it.

    For the migration of a content type that is added to existing sites. A role that is new is written whole.
    """
    groups = apps.get_model("auth", "Group").objects
    for role in registry.list_roles():
        group = groups.filter(name=role.name).first()
        if group is None:
            _write_role(apps, role)
        else:
            group.permissions.add(*_model_permissions(apps, role, app_label))


def _write_role(apps: Any, role: Role) -> None:
    group = apps.get_model("auth", "Group").objects.get_or_create(name=role.name)[0]
    entry = _permission(apps, "wagtailadmin.admin", "access_admin")
    group.permissions.set([entry, *_model_permissions(apps, role)])
    _grant_pages(apps, group, role)
    _grant_files(apps, group, role)


def _model_permissions(apps: Any, role: Role, app_label: str = "") -> list[Any]:
    return [
        _permission(apps, label, codename)
        for label, codename in registry.list_permissions(role)
        if not app_label or f"{label}.".startswith(f"{app_label}.")
    ]


def _permission(apps: Any, label: str, codename: str) -> Any:
    app, model = label.split(".")
    kind = apps.get_model("contenttypes", "ContentType").objects.get_or_create(app_label=app, model=model)[0]
    permissions = apps.get_model("auth", "Permission").objects
    defaults = {"name": _describe_permission(app, model, codename)}
    return permissions.get_or_create(content_type=kind, codename=codename, defaults=defaults)[0]


def _describe_permission(app: str, model: str, codename: str) -> str:
    """The name that Django gives a permission: “Can change review”."""
    action = codename.removesuffix(f"_{model}")
    if action == codename:
        return f"Can {codename.replace('_', ' ')}"
    try:
        return f"Can {action} {installed.get_model(app, model)._meta.verbose_name}"
    except LookupError:
        return f"Can {action} {model}"


def _grant_pages(apps: Any, group: Any, role: Role) -> None:
    grants = apps.get_model("wagtailcore", "GroupPagePermission").objects
    root = apps.get_model("wagtailcore", "Page").objects.get(depth=1)
    grants.filter(group=group).delete()
    for action in role.pages.split():
        grants.create(
            group=group, page=root, permission=_permission(apps, "wagtailcore.page", f"{action}_page")
        )


def _grant_files(apps: Any, group: Any, role: Role) -> None:
    grants = apps.get_model("wagtailcore", "GroupCollectionPermission").objects
    root = apps.get_model("wagtailcore", "Collection").objects.get(depth=1)
    grants.filter(group=group).delete()
    for label in FILES:
        for action in role.files.split():
            permission = _permission(apps, label, f"{action}_{label.partition('.')[2]}")
            grants.create(group=group, collection=root, permission=permission)


def _write_approval(apps: Any) -> None:
    """Write the workflow by which editors approve what others submit, for every page."""
    kind = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="wagtailcore", model="groupapprovaltask"
    )[0]
    root = apps.get_model("wagtailcore", "Page").objects.get(depth=1)
    task = apps.get_model("wagtailcore", "GroupApprovalTask").objects.get_or_create(
        name="Approval by an editor", defaults={"content_type": kind}
    )[0]
    approvers = [role.name for role in registry.list_roles() if role.approves]
    task.groups.set(apps.get_model("auth", "Group").objects.filter(name__in=approvers))
    flow = apps.get_model("wagtailcore", "Workflow").objects.get_or_create(name="Editorial approval")[0]
    apps.get_model("wagtailcore", "WorkflowTask").objects.get_or_create(
        workflow=flow, task_id=task.pk, defaults={"sort_order": 0}
    )
    apps.get_model("wagtailcore", "WorkflowPage").objects.update_or_create(
        page=root, defaults={"workflow": flow}
    )
