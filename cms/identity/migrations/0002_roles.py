"""Write the roles, and take away the two groups and the workflow that Wagtail makes for itself."""

from typing import Any

from django.db import migrations

from cms.identity.roles import write_roles

WAGTAILS_GROUPS = ["Editors", "Moderators"]
WAGTAILS_WORKFLOW = "Moderators approval"


def forwards(apps: Any, schema_editor: Any) -> None:
    apps.get_model("wagtailcore", "Workflow").objects.filter(name=WAGTAILS_WORKFLOW).delete()
    apps.get_model("wagtailcore", "Task").objects.filter(name=WAGTAILS_WORKFLOW).delete()
    apps.get_model("auth", "Group").objects.filter(name__in=WAGTAILS_GROUPS, user__isnull=True).delete()
    write_roles(apps)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailadmin", "0006_formstate"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
    ]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
