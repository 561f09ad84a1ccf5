from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "content_types.pages"
    label = "pages"
    verbose_name = "Pages"

    def ready(self) -> None:
        from content_types.pages import api, importer, roles

        api.register()
        importer.register()
        roles.register()
