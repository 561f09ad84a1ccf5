from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchPostgresConfig(AppConfig):
    name = "plugins.search_postgres"
    label = "search_postgres"
    verbose_name = _("Search in PostgreSQL")
    default_auto_field = "django.db.models.BigAutoField"
