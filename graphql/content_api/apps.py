from django.apps import AppConfig


class ContentApiConfig(AppConfig):
    name = "content_api"
    label = "content_api"
    verbose_name = "Content API"

    def ready(self) -> None:
        from content_api import checks  # noqa: F401
