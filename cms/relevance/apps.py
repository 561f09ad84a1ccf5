from django.apps import AppConfig


class RelevanceConfig(AppConfig):
    name = "cms.relevance"
    label = "relevance"
    verbose_name = "Search rules"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cms.relevance import jobs

        jobs.register()
