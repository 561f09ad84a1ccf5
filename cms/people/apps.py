from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "cms.people"
    label = "people"
    verbose_name = _("People")

    def import_models(self) -> None:
        from cms.compat.openid import import_without_warning

        import_without_warning()
        super().import_models()

    def ready(self) -> None:
        from cms.people import devices, factors, jobs, privacy, promotions, proved_emails

        devices.connect()
        factors.connect()
        promotions.connect()
        proved_emails.connect()
        privacy.register()
        jobs.register()
