from django.apps import AppConfig


class AudienceConfig(AppConfig):
    name = "cms.audience"
    label = "audience"
    verbose_name = "Visits"
    default_auto_field = "django.db.models.BigAutoField"
