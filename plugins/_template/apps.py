from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExampleNameConfig(AppConfig):
    name = "plugins._template"
    label = "example_name"
    verbose_name = _("Example name")
    default_auto_field = "django.db.models.BigAutoField"
