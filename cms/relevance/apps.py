from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RelevanceConfig(AppConfig):
    name = "cms.relevance"
    label = "relevance"
    verbose_name = _("Search rules")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cms.relevance import jobs

        jobs.register()
