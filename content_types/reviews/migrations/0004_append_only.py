"""The moderation log is append-only: PostgreSQL itself refuses to change or delete a decision."""

from django.db import migrations

FORWARDS = """
CREATE FUNCTION reviews_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The moderation log is append-only: % of decision % refused. Record a new one instead.',
        lower(TG_OP), OLD.id USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER reviews_moderation_append_only BEFORE UPDATE OR DELETE ON reviews_moderationaction
    FOR EACH ROW EXECUTE FUNCTION reviews_refuse_change();
"""
BACKWARDS = """
DROP TRIGGER reviews_moderation_append_only ON reviews_moderationaction;
DROP FUNCTION reviews_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("reviews", "0003_initial")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
