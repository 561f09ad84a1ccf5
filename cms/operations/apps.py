from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OperationsConfig(AppConfig):
    name = "cms.operations"
    label = "operations"
    verbose_name = _("Operation")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cms.operations import jobs
        from cms.operations.measuring import queues
        from cms.operations.tracing import start_tracing

        jobs.register()
        queues.register()
        start_tracing()
