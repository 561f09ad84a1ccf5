from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "content_types.reviews"
    label = "reviews"
    verbose_name = "Reviews"

    def ready(self) -> None:
        from content_types.reviews import api, importer, mutations, receivers

        api.register()
        importer.register()
        mutations.register()
        receivers.connect()
