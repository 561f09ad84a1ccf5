from django.db import migrations, models


class Migration(migrations.Migration):
    """A delivery goes to a subscriber, which is a plugin or, later, something else."""

    dependencies = [("publishing", "0001_initial")]

    operations = [
        migrations.RemoveConstraint("delivery", "publishing_delivery_once"),
        migrations.RenameField("delivery", "plugin", "subscriber"),
        migrations.AddConstraint(
            "delivery",
            models.UniqueConstraint(fields=["event", "subscriber"], name="publishing_delivery_once"),
        ),
    ]
