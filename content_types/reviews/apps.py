from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReviewsConfig(AppConfig):
    name = "content_types.reviews"
    label = "reviews"
    verbose_name = _("Reviews")

    def ready(self) -> None:
        from content_types.reviews import (
            api,
            importer,
            merging,
            mutations,
            privacy,
            queues,
            rates,
            receivers,
            roles,
            visits,
        )

        api.register()
        importer.register()
        merging.register()
        privacy.register()
        mutations.register()
        queues.register()
        rates.register()
        roles.register()
        visits.register()
        receivers.connect()
