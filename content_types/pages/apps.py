from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "content_types.pages"
    label = "pages"
    verbose_name = "Pages"

    def ready(self) -> None:
        from cms.links.finding import declare_links
        from content_types.pages import api, importer, roles
        from content_types.pages.models import Collection, HomePage, StandardPage

        for model in (HomePage, StandardPage, Collection):
            declare_links(model, "canonical_url", "body")
        api.register()
        importer.register()
        roles.register()
