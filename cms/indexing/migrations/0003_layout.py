from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('indexing', '0002_pending_changes'),
    ]

    operations = [
        migrations.AddField(
            model_name='indexstate',
            name='layout',
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
    ]
