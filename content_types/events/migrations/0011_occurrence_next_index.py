import django.contrib.postgres.indexes
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ('events', '0010_occurrence_next_during'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='eventoccurrence',
            index=django.contrib.postgres.indexes.GistIndex(fields=['next_during'], include=['event', 'starts_at', 'ends_at', 'first_day', 'last_day', 'all_day'], name='events_occurrence_next'),
        ),
    ]
