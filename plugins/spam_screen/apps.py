from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SpamScreenConfig(AppConfig):
    name = "plugins.spam_screen"
    label = "spam_screen"
    verbose_name = _("Spam screen")
    default_auto_field = "django.db.models.BigAutoField"
