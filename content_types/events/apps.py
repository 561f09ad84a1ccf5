from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "content_types.events"
    label = "events"
    verbose_name = "Events"

    def ready(self) -> None:
        from content_types.events import api, importer, jobs, privacy, receivers, roles

        api.register()
        importer.register()
        roles.register()
        privacy.register()
        receivers.connect()
        jobs.register()
