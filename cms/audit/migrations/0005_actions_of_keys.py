"""Record what an API key may write when it is made, changed or deleted."""

from __future__ import annotations

from django.db import migrations

WRITE = """
CREATE OR REPLACE FUNCTION audit_api_key() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    kind text := 'key.' || CASE TG_OP WHEN 'INSERT' THEN 'created' WHEN 'DELETE' THEN 'deleted' ELSE 'changed' END;
    chosen accounts_apikey := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF NEW.revoked_at IS NOT NULL AND OLD.revoked_at IS NULL THEN
            kind := 'key.revoked';
        ELSIF NEW.replaced_at IS NOT NULL AND OLD.replaced_at IS NULL THEN
            kind := 'key.replaced';
        END IF;
    END IF;
    INSERT INTO audit_event (kind, actor, target_type, target_key, target_label, data, request)
        VALUES (kind, audit_actor(), 'accounts.apikey', chosen.id, chosen.prefix, {data}, audit_request());
    RETURN NULL;
END $$;
"""
OWNER = "jsonb_build_object('owner', chosen.owner_id)"
OWNER_AND_ACTIONS = "jsonb_build_object('owner', chosen.owner_id, 'actions', chosen.actions)"


class Migration(migrations.Migration):
    dependencies = [("audit", "0004_key_actions"), ("accounts", "0010_key_actions")]
    operations = [migrations.RunSQL(WRITE.format(data=OWNER_AND_ACTIONS), WRITE.format(data=OWNER))]
