"""Take over the sessions of Django's own table, so that an upgrade signs no one out."""

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import migrations
from django.utils import timezone


def move_sessions(apps, schema_editor):
    old, new = apps.get_model("sessions", "Session"), apps.get_model("people", "Session")
    users = set(apps.get_model("accounts", "User").objects.values_list("pk", flat=True))
    now = timezone.now()
    for row in old.objects.filter(expire_date__gt=now).iterator():
        key = SessionStore().decode(row.session_data).get(SESSION_KEY, "")
        if str(key).isdigit() and int(key) in users:
            new.objects.get_or_create(
                session_key=row.session_key,
                defaults={
                    "session_data": row.session_data, "expire_date": row.expire_date, "user_id": int(key), "last_used_at": now,
                },
            )
    old.objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial"), ("sessions", "0001_initial"), ("accounts", "0008_api_keys")]
    operations = [migrations.RunPython(move_sessions, migrations.RunPython.noop, elidable=True)]
