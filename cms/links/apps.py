from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LinksConfig(AppConfig):
    name = "cms.links"
    label = "links"
    verbose_name = _("Links to other sites")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cms.links import jobs, queues

        jobs.register()
        queues.register()
