import django.contrib.postgres.fields.ranges
from django.db import migrations

FILL = """
    UPDATE events_eventoccurrence SET next_during = CASE WHEN latest <= before THEN 'empty'
        ELSE tstzrange(before, latest) END
    FROM (
        SELECT id, latest, max(latest) OVER (
            PARTITION BY event_id ORDER BY starts_at ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS before
        FROM (
            SELECT id, event_id, starts_at, greatest(ends_at, starts_at + interval '1 microsecond') AS latest
            FROM events_eventoccurrence
        ) own
    ) turns
    WHERE turns.id = events_eventoccurrence.id
"""
"""As `set_next_during` in occurrences.py."""


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0009_name_event_of_registration'),
    ]

    operations = [
        migrations.AddField(
            model_name='eventoccurrence',
            name='next_during',
            field=django.contrib.postgres.fields.ranges.DateTimeRangeField(null=True),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop, elidable=True),
    ]
