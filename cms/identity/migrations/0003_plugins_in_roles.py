"""Let administrators switch plugins, change their settings, and repeat their deliveries."""

from typing import Any

from django.db import migrations

from cms.identity.roles import write_roles


def forwards(apps: Any, schema_editor: Any) -> None:
    write_roles(apps)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_roles"),
        ("extensions", "0001_initial"),
        ("publishing", "0001_initial"),
    ]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
