"""Let administrators see which trusted documents are used."""

from typing import Any

from django.db import migrations

from cms.identity.roles import write_roles


def forwards(apps: Any, schema_editor: Any) -> None:
    write_roles(apps)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_plugins_in_roles"),
        ("content_api", "0002_trusted_documents"),
    ]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
