from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VectorsPostgresConfig(AppConfig):
    name = "plugins.vectors_postgres"
    label = "vectors_postgres"
    verbose_name = _("Vectors in PostgreSQL")
    default_auto_field = "django.db.models.BigAutoField"
