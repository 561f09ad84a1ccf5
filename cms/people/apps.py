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
        from cms.identity.confirming import add_member_check
        from cms.people import devices, factors, jobs, privacy, promotions, proved_emails
        from cms.people.consents import mutations
        from cms.people.consents.asking import check_consents

        devices.connect()
        factors.connect()
        promotions.connect()
        proved_emails.connect()
        add_member_check(check_consents)
        privacy.register()
        jobs.register()
        mutations.register()
