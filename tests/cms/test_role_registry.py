"""Content types declare what roles may do with their models; the registry rejects contradictions, and writes groups."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.core.exceptions import ImproperlyConfigured

from cms.identity import roles
from cms.identity.roles import ADMINISTRATOR, EDITOR, Role, RoleRegistry, add_app_permissions, write_roles
from tests.support.other_site import CHECKOUT

JUROR = Role("Juror", "Looks at reviews.")


def codenames(role: str) -> set[str]:
    found = Group.objects.get(name=role).permissions.values_list("content_type__app_label", "codename")
    return {f"{app}.{codename}" for app, codename in found}


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch) -> RoleRegistry:
    """A registry of this test's own, in which two content types declare permissions."""
    own = RoleRegistry()
    own.declare_permissions("kinds.talks", {EDITOR: {"events.event": "change"}, ADMINISTRATOR: {}})
    own.declare_permissions("kinds.juries", {JUROR: {"reviews.review": "view submit_translation"}})
    monkeypatch.setattr(roles, "registry", own)
    return own


@pytest.mark.parametrize(
    ("role", "models", "problem"),
    [
        (
            EDITOR,
            {"events.event": "delete"},
            "What the role “Editor” may do with events.event is declared twice",
        ),
        (
            EDITOR,
            {"events.event": "change"},
            "What the role “Editor” may do with events.event is declared twice",
        ),
        (Role("Juror", "Others."), {}, "The role “Juror” is described in two ways"),
    ],
    ids=["other actions", "the same actions", "another role of the name"],
)
def test_a_duplicate_is_rejected_and_names_both_sides(
    registry: RoleRegistry, role: Role, models: dict[str, str], problem: str
) -> None:
    before = registry.describe()
    first = "kinds.juries" if role.name == "Juror" else "kinds.talks"
    with pytest.raises(
        ImproperlyConfigured, match=f"{problem}: by {first} and by kinds.new. Keep one of them."
    ):
        registry.declare_permissions("kinds.new", {role: models})
    assert registry.describe() == before


def test_what_one_module_declares_again_is_no_duplicate(registry: RoleRegistry) -> None:
    before = registry.describe()
    registry.declare_permissions("kinds.talks", {EDITOR: {"events.event": "change"}})
    assert registry.describe() == before


def test_a_permission_on_a_model_that_does_not_exist_is_an_error_at_start(registry: RoleRegistry) -> None:
    assert roles.check_declared_models() == []
    registry.declare_permissions("kinds.new", {JUROR: {"reviews.reviw": "view"}})
    (error,) = roles.check_declared_models()
    assert error.msg == "kinds.new declares permissions on reviews.reviw, which is not an installed model."


@pytest.mark.django_db
@pytest.mark.usefixtures("registry")
def test_groups_are_written_as_declared() -> None:
    write_roles(apps)
    assert codenames("Editor") == {"wagtailadmin.access_admin", "events.change_event"}
    assert codenames("Juror") == {
        "wagtailadmin.access_admin", "reviews.view_review", "reviews.submit_translation",
    }  # fmt: skip


@pytest.mark.django_db
def test_a_new_content_type_leaves_what_operators_changed_alone(registry: RoleRegistry) -> None:
    editors, before = Group.objects.get(name="Editor"), codenames("Editor")
    taken = editors.permissions.get(codename="add_category")
    editors.permissions.remove(taken)
    registry.declare_permissions(
        "kinds.new", {EDITOR: {"reviews.report": "view", "taxonomy.category": "add"}}
    )
    add_app_permissions(apps, "reviews")
    assert codenames("Editor") == before - {"taxonomy.add_category"} | {"reviews.view_report"}
    assert "reviews.view_review" in codenames("Juror")


def test_the_cms_names_no_model_of_a_content_type() -> None:
    labels = "|".join(
        config.label for config in apps.get_app_configs() if config.name.startswith("content_types.")
    )
    label = re.compile(rf"(?:{labels})\.\w+")
    files = [file for file in (CHECKOUT / "cms").rglob("*.py") if "migrations" not in file.parts]
    texts = {(file.name, text) for file in files for text in list_texts(file) if label.fullmatch(text)}
    assert len(files) > 100 and texts == set()


def list_texts(file: Path) -> list[str]:
    """Every string of a module's code."""
    nodes = ast.walk(ast.parse(file.read_text()))
    return [each.value for each in nodes if isinstance(each, ast.Constant) and isinstance(each.value, str)]
