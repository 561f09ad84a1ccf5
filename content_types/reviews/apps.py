from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "content_types.reviews"
    label = "reviews"
    verbose_name = "Reviews"

    def ready(self) -> None:
        from content_types.reviews import (
            api,
            importer,
            merging,
            mutations,
            privacy,
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
        rates.register()
        roles.register()
        visits.register()
        receivers.connect()
