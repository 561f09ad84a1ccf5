from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    name = "content_types.events"
    label = "events"
    verbose_name = _("Events")

    def ready(self) -> None:
        from content_types.events import api, importer, jobs, mutations, privacy, receivers, roles

        api.register()
        importer.register()
        roles.register()
        privacy.register()
        mutations.register()
        receivers.connect()
        jobs.register()
