from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "content_types.events"
    label = "events"
    verbose_name = "Events"

    def ready(self) -> None:
        from cms.links.finding import declare_links
        from content_types.events import api, importer, jobs, privacy, receivers, roles
        from content_types.events.models import Event

        declare_links(Event, "canonical_url", "body")
        api.register()
        importer.register()
        roles.register()
        privacy.register()
        receivers.connect()
        jobs.register()
