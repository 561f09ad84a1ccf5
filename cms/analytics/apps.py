from django.apps import AppConfig


class AnalyticsConfig(AppConfig):
    name = "cms.analytics"
    label = "analytics"
    verbose_name = "Analytics"

    def ready(self) -> None:
        from cms.analytics import rates

        rates.register()
