from django.apps import AppConfig


class HelloConfig(AppConfig):
    name = "aixplore_hello"
    label = "aixplore_hello"
    verbose_name = "Greetings"
    default_auto_field = "django.db.models.BigAutoField"
