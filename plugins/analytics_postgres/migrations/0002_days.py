import django.contrib.postgres.fields
from django.db import migrations, models

NUMBERS = """
    CREATE SEQUENCE analytics_postgres_event_number;
    ALTER TABLE analytics_postgres_event
        ADD COLUMN number bigint DEFAULT nextval('analytics_postgres_event_number');
    ALTER SEQUENCE analytics_postgres_event_number OWNED BY analytics_postgres_event.number;
    CREATE INDEX analytics_postgres_event_number_brin ON analytics_postgres_event USING brin (number) WITH (autosummarize = on);
    CREATE INDEX analytics_postgres_event_time_brin ON analytics_postgres_event USING brin ("time") WITH (autosummarize = on)
"""
NO_NUMBERS = """
    DROP INDEX analytics_postgres_event_time_brin;
    ALTER TABLE analytics_postgres_event DROP COLUMN number
"""


class Migration(migrations.Migration):
    dependencies = [("analytics_postgres", "0001_events_and_hours")]

    operations = [
        migrations.RunSQL(
            NUMBERS,
            NO_NUMBERS,
            state_operations=[
                migrations.AddField(
                    model_name="VisitRecord", name="number", field=models.BigIntegerField(editable=False, null=True)
                )
            ],
        ),
        migrations.CreateModel(
            name="DailyCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("whole", models.BooleanField()),
                ("kind", models.CharField(max_length=40)),
                ("subject", models.TextField()),
                ("path", models.TextField()),
                ("type", models.CharField(max_length=100)),
                ("prop", models.CharField(max_length=100)),
                ("value", models.TextField()),
                ("events", models.BigIntegerField()),
                ("visitors", models.BigIntegerField()),
                (
                    "seen",
                    django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), null=True, size=None),
                ),
                ("sketch", models.BinaryField(null=True)),
            ],
            options={
                "db_table": "analytics_postgres_day",
                "indexes": [
                    models.Index(fields=["type", "prop", "whole", "day"], name="analytics_postgres_day_type"),
                    models.Index(fields=["day"], name="analytics_postgres_day_day"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "subject", "path", "whole", "prop", "type", "day", "value"),
                        name="analytics_postgres_day_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RollupProgress",
            fields=[
                ("id", models.SmallIntegerField(primary_key=True, serialize=False)),
                ("number", models.BigIntegerField()),
            ],
            options={"db_table": "analytics_postgres_progress"},
        ),
        migrations.RunSQL(
            "INSERT INTO analytics_postgres_progress (id, number) VALUES (1, 0)", migrations.RunSQL.noop
        ),
    ]
