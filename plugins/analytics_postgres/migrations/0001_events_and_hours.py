from django.db import migrations, models

EVENTS = """
    CREATE TABLE analytics_postgres_event (
        id uuid NOT NULL, type varchar(100) NOT NULL, "time" timestamptz NOT NULL, kind varchar(40) NOT NULL,
        subject text NOT NULL, path text NOT NULL, referrer text NOT NULL, props jsonb NOT NULL,
        visitor uuid NOT NULL, site text NOT NULL, PRIMARY KEY (id, "time")
    ) PARTITION BY RANGE ("time")
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []

    operations = [
        migrations.RunSQL(
            EVENTS,
            "DROP TABLE analytics_postgres_event",
            state_operations=[
                migrations.CreateModel(
                    name="VisitRecord",
                    fields=[
                        ("id", models.UUIDField(primary_key=True, serialize=False)),
                        ("type", models.CharField(max_length=100)),
                        ("time", models.DateTimeField()),
                        ("kind", models.CharField(max_length=40)),
                        ("subject", models.TextField()),
                        ("path", models.TextField()),
                        ("referrer", models.TextField()),
                        ("props", models.JSONField()),
                        ("visitor", models.UUIDField()),
                        ("site", models.TextField()),
                    ],
                    options={"db_table": "analytics_postgres_event"},
                ),
            ],
        ),
        migrations.CreateModel(
            name="HourlyCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("hour", models.DateTimeField()),
                ("type", models.CharField(max_length=100)),
                ("kind", models.CharField(max_length=40)),
                ("subject", models.TextField()),
                ("path", models.TextField()),
                ("events", models.BigIntegerField()),
            ],
            options={
                "db_table": "analytics_postgres_hour",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("subject", "path", "kind", "hour", "type"), name="analytics_postgres_hour_once"
                    )
                ],
            },
        ),
    ]
