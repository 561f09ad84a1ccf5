from django.apps import AppConfig


class AnalyticsPostgresConfig(AppConfig):
    name = "plugins.analytics_postgres"
    label = "analytics_postgres"
    verbose_name = "Analytics in PostgreSQL"
    default_auto_field = "django.db.models.BigAutoField"
