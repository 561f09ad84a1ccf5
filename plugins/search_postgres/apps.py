from django.apps import AppConfig


class SearchPostgresConfig(AppConfig):
    name = "plugins.search_postgres"
    label = "search_postgres"
    verbose_name = "Search in PostgreSQL"
    default_auto_field = "django.db.models.BigAutoField"
