"""Record second factors, which roles ask for one, and clients of the identity provider."""

from __future__ import annotations

from django.db import migrations

FUNCTION = """
CREATE FUNCTION audit_row() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed jsonb := CASE WHEN TG_OP = 'DELETE' THEN to_jsonb(OLD) ELSE to_jsonb(NEW) END;
BEGIN
    INSERT INTO audit_event (kind, actor, target_type, target_key, request)
        VALUES (TG_ARGV[0] || CASE TG_OP WHEN 'INSERT' THEN '.added' WHEN 'DELETE' THEN '.removed' ELSE '.changed' END,
            audit_actor(), TG_ARGV[1], changed ->> TG_ARGV[2], audit_request());
    RETURN NULL;
END $$;
"""
"""Arguments: the beginning of the kind, the type of what is changed, the column of its key."""
TABLES = {
    "people_authenticatorapp": ("factor.app", "accounts.user", "user_id", "INSERT OR DELETE OR UPDATE OF secret"),
    "people_passkey": ("factor.passkey", "accounts.user", "user_id", "INSERT OR DELETE"),
    "people_rolefactor": ("factor.role", "auth.group", "group_id", "INSERT OR DELETE"),
    "oauth2_provider_application": (
        "client", "oauth2_provider.application", "client_id", "INSERT OR UPDATE OR DELETE",
    ),
}  # fmt: skip
TRIGGER = """
CREATE TRIGGER audit_log AFTER {events} ON {table} FOR EACH ROW EXECUTE FUNCTION audit_row('{kind}', '{type}', '{key}');
"""
CREATE = FUNCTION + "".join(
    TRIGGER.format(table=table, kind=kind, type=label, key=key, events=events)
    for table, (kind, label, key, events) in TABLES.items()
)


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0002_permission"),
        ("people", "0003_second_factors"),
        ("accounts", "0009_oauth_provider"),
        ("oauth2_provider", "0001_initial"),
    ]
    operations = [migrations.RunSQL(CREATE, "DROP FUNCTION audit_row() CASCADE;")]
