"""Server keys become API keys, which people have too."""

from typing import Any

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from cms.identity.roles import add_app_permissions


def rename_permissions(apps: Any, before: str, after: str) -> None:
    permissions = apps.get_model("auth", "Permission").objects.filter(content_type__app_label="accounts")
    for action in ("add", "change", "delete", "view"):
        permissions.filter(codename=f"{action}_{before}").update(codename=f"{action}_{after}")


def forwards(apps: Any, schema_editor: Any) -> None:
    rename_permissions(apps, "serverkey", "apikey")
    add_app_permissions(apps, "accounts")


def backwards(apps: Any, schema_editor: Any) -> None:
    apps.get_model("accounts", "ApiKey").objects.filter(owner__isnull=False).delete()
    rename_permissions(apps, "apikey", "serverkey")


class Migration(migrations.Migration):
    dependencies = [("accounts", "0007_plain_texts")]
    operations = [
        migrations.RemoveConstraint("serverkey", "accounts_server_key_points"),
        migrations.RenameModel("ServerKey", "ApiKey"),
        migrations.AlterModelOptions(
            name='apikey',
            options={'ordering': ['name', 'created_at'], 'verbose_name': 'API key', 'verbose_name_plural': 'API keys'},
        ),
        migrations.AddField(
            model_name='apikey',
            name='kinds',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=100), blank=True, default=list, size=None, verbose_name='kinds'),
        ),
        migrations.AddField(
            model_name='apikey',
            name='last_operation',
            field=models.CharField(blank=True, editable=False, max_length=80, verbose_name='last operation'),
        ),
        migrations.AddField(
            model_name='apikey',
            name='locales',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), blank=True, default=list, size=None, verbose_name='languages'),
        ),
        migrations.AddField(
            model_name='apikey',
            name='owner',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='api_keys', to=settings.AUTH_USER_MODEL, verbose_name='owner'),
        ),
        migrations.AddField(
            model_name='apikey',
            name='reads_drafts',
            field=models.BooleanField(default=False, help_text='Whether it also reads what is not published yet, where you may edit it.', verbose_name='drafts'),
        ),
        migrations.AddField(
            model_name='apikey',
            name='replaced_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='replaced'),
        ),
        migrations.AlterField(
            model_name='apikey',
            name='name',
            field=models.CharField(help_text='What uses the key, such as “nightly export”.', max_length=80, verbose_name='name'),
        ),
        migrations.AlterField(
            model_name='apikey',
            name='passes_visitors',
            field=models.BooleanField(default=False, verbose_name="may send the visitor's address"),
        ),
        migrations.AlterField(
            model_name='apikey',
            name='revoked_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='revoked'),
        ),
        migrations.AddConstraint(
            model_name='apikey',
            constraint=models.UniqueConstraint(condition=models.Q(('replaced_at__isnull', True)), fields=('name',), name='accounts_api_key_name'),
        ),
        migrations.AddConstraint(
            model_name='apikey',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('capacity__isnull', True), ('restore__isnull', True)), models.Q(('capacity__gt', 0), ('restore__gt', 0)), _connector='OR'), name='accounts_api_key_points'),
        ),
        migrations.AddConstraint(
            model_name='apikey',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('owner__isnull', False), ('passes_visitors', False)), models.Q(('kinds', []), ('locales', []), ('owner__isnull', True), ('reads_drafts', False)), _connector='OR'), name='accounts_api_key_limits'),
        ),
        migrations.RunPython(forwards, backwards),
    ]
