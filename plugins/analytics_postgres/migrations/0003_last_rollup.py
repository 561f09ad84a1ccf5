from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("analytics_postgres", "0002_days")]

    operations = [
        migrations.AddField(
            model_name="rollupprogress", name="finished_at", field=models.DateTimeField(null=True)
        ),
        migrations.AddField(
            model_name="rollupprogress", name="seconds", field=models.FloatField(db_default=0)
        ),
        migrations.AddField(
            model_name="rollupprogress", name="rows", field=models.BigIntegerField(db_default=0)
        ),
    ]
