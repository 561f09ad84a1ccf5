from django.apps import AppConfig


class ExampleNameConfig(AppConfig):
    name = "plugins._template"
    label = "example_name"
    verbose_name = "Example name"
    default_auto_field = "django.db.models.BigAutoField"
