"""Let administrators and editors translate pages."""

from typing import Any

from django.db import migrations

from cms.identity.roles import write_roles


def forwards(apps: Any, schema_editor: Any) -> None:
    write_roles(apps)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_trusted_documents_in_roles"),
        ("simple_translation", "0001_initial"),
    ]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
