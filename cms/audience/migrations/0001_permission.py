from django.db import migrations, models


def grant_permissions(apps, schema_editor):
    """Sites that exist have roles already; new ones write them after this."""
    from cms.identity.roles import add_app_permissions

    if apps.get_model("auth", "Group").objects.exists():
        add_app_permissions(apps, "audience")


class Migration(migrations.Migration):
    initial = True
    dependencies = [("contenttypes", "0002_remove_content_type_name"), ("auth", "0012_alter_user_first_name_max_length")]

    operations = [
        migrations.CreateModel(
            name="VisitReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ],
            options={
                "verbose_name": "report of visits",
                "verbose_name_plural": "reports of visits",
                "managed": False,
                "default_permissions": ("view",),
            },
        ),
        migrations.RunPython(grant_permissions, migrations.RunPython.noop),
    ]
