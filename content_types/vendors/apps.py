from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VendorsConfig(AppConfig):
    name = "content_types.vendors"
    label = "vendors"
    verbose_name = _("Vendors")

    def ready(self) -> None:
        from content_types.vendors import api, importer, merging, privacy, roles
        from content_types.vendors.claims import jobs, mutations, privacy as claims_privacy, queues

        api.register()
        importer.register()
        merging.register()
        privacy.register()
        roles.register()
        claims_privacy.register()
        mutations.register()
        jobs.register()
        queues.register()
