from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AnalyticsConfig(AppConfig):
    name = "cms.analytics"
    label = "analytics"
    verbose_name = _("Analytics")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cms.analytics import jobs, rates
        from cms.analytics.models import TrendingEntry, TrendingSnapshot, ViewedPair
        from cms.declarations import declare_read

        declare_read(TrendingSnapshot, TrendingEntry, ViewedPair)
        jobs.register()
        rates.register()
