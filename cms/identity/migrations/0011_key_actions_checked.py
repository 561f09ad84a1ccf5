"""Check that no key of a server writes; apart from the rule itself, so that the table is not locked meanwhile."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("accounts", "0010_key_actions")]

    operations = [ValidateConstraint(model_name="apikey", name="accounts_api_key_actions")]
