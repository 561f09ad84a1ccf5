"""Let the administrators of existing sites see the audit log."""

from __future__ import annotations

from typing import Any

from django.db import migrations


def grant_permissions(apps: Any, schema_editor: Any) -> None:
    from cms.identity.roles import add_app_permissions

    if apps.get_model("auth", "Group").objects.exists():
        add_app_permissions(apps, "audit")


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial"), ("contenttypes", "0002_remove_content_type_name")]
    operations = [migrations.RunPython(grant_permissions, migrations.RunPython.noop)]
