from django.apps import AppConfig


class LinksConfig(AppConfig):
    name = "cms.links"
    label = "links"
    verbose_name = "Links to other sites"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cms.links import jobs

        jobs.register()
