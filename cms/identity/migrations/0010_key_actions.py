"""API keys may write: a key without actions only reads, as do all that are there."""

import django.contrib.postgres.fields
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0009_oauth_provider")]

    operations = [
        migrations.AddField(
            model_name="apikey",
            name="actions",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("create", "create"),
                        ("change", "change"),
                        ("publish", "publish and unpublish"),
                        ("delete", "delete"),
                    ],
                    max_length=10,
                ),
                blank=True,
                db_default=[],
                default=list,
                size=None,
                verbose_name="writing",
            ),
        ),
        AddConstraintNotValid(
            model_name="apikey",
            constraint=models.CheckConstraint(
                condition=models.Q(("owner__isnull", False), ("actions", []), _connector="OR"),
                name="accounts_api_key_actions",
            ),
        ),
    ]
