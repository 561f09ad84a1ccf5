from django.apps import AppConfig


class AnalyticsClickHouseConfig(AppConfig):
    name = "plugins.analytics_clickhouse"
    label = "analytics_clickhouse"
    verbose_name = "Analytics in ClickHouse"
    default_auto_field = "django.db.models.BigAutoField"
