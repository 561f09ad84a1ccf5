from django.db import migrations
from django.utils import timezone

from content_types.events.occurrences import build_rows


def store_occurrences(apps, schema_editor):
    """Work out the occurrences of live events, as publishing does since."""
    alias, now = schema_editor.connection.alias, timezone.now()
    events = apps.get_model("events", "Event").objects.using(alias).defer("body")
    model = apps.get_model("events", "EventOccurrence")
    for event in events.filter(live=True).iterator(chunk_size=500):
        model.objects.using(alias).bulk_create(build_rows(model, event, now))


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0005_stored_occurrences'),
    ]

    operations = [
        migrations.RunPython(store_occurrences, migrations.RunPython.noop, elidable=True),
    ]
