"""Record a change of what an API key may write."""

from __future__ import annotations

from django.db import migrations

COLUMNS = (
    "revoked_at", "replaced_at", "expires_at", "kinds", "locales", "reads_drafts", "owner_id", "capacity", "restore",
    "passes_visitors",
)  # fmt: skip
TRIGGER = """
DROP TRIGGER audit_log_change ON accounts_apikey;
CREATE TRIGGER audit_log_change AFTER UPDATE ON accounts_apikey FOR EACH ROW
    WHEN (({old}) IS DISTINCT FROM ({new})) EXECUTE FUNCTION audit_api_key();
"""


def build_trigger(*columns: str) -> str:
    old, new = (", ".join(f"{row}.{name}" for name in columns) for row in ("OLD", "NEW"))
    return TRIGGER.format(old=old, new=new)


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_factors_and_clients"), ("accounts", "0010_key_actions")]
    operations = [migrations.RunSQL(build_trigger(*COLUMNS, "actions"), build_trigger(*COLUMNS))]
