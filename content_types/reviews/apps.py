from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "content_types.reviews"
    label = "reviews"
    verbose_name = "Reviews"

    def ready(self) -> None:
        from content_types.reviews import api, importer, mutations, privacy, receivers

        api.register()
        importer.register()
        privacy.register()
        mutations.register()
        receivers.connect()
