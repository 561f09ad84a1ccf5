from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AnalyticsClickHouseConfig(AppConfig):
    name = "plugins.analytics_clickhouse"
    label = "analytics_clickhouse"
    verbose_name = _("Analytics in ClickHouse")
    default_auto_field = "django.db.models.BigAutoField"
