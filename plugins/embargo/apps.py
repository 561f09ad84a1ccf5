from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EmbargoConfig(AppConfig):
    name = "plugins.embargo"
    label = "embargo"
    verbose_name = _("Embargoes")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wagtail.snippets.models import register_snippet

        from plugins.embargo.viewsets import EmbargoViewSet

        register_snippet(EmbargoViewSet)
