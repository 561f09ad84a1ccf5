from django.apps import AppConfig


class AnalyticsConfig(AppConfig):
    name = "cms.analytics"
    label = "analytics"
    verbose_name = "Analytics"

    def ready(self) -> None:
        from cms.analytics import jobs, rates

        jobs.register()
        rates.register()
