from django.conf import settings
from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ('media', '0005_credit'),
        ('solutions', '0006_indexes_for_search'),
        ('taxonomy', '0006_indexes_by_language'),
        ('vendors', '0006_pinned_vendors'),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='solution',
            index=models.Index(fields=['page_ptr'], include=('popularity', 'vendor', 'pricing_model', 'is_open_source', 'status', 'deployment', 'platforms'), name='solutions_columns_of_lists'),
        ),
        RemoveIndexConcurrently(
            model_name='solution',
            name='solutions_points_of_hits',
        ),
    ]
