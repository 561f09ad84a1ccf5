from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AnalyticsPostgresConfig(AppConfig):
    name = "plugins.analytics_postgres"
    label = "analytics_postgres"
    verbose_name = _("Analytics in PostgreSQL")
    default_auto_field = "django.db.models.BigAutoField"
