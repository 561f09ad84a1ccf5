from django.apps import AppConfig


class SpamScreenConfig(AppConfig):
    name = "plugins.spam_screen"
    label = "spam_screen"
    verbose_name = "Spam screen"
    default_auto_field = "django.db.models.BigAutoField"
