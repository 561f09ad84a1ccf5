"""An index by which signing out of one device finds what was signed in to from there."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("accounts", "0012_logout_notices")]

    operations = [
        AddIndexConcurrently("usedcode", models.Index(fields=["device"], name="accounts_used_code_device"))
    ]
