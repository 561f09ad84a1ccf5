from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    name = "content_types.pages"
    label = "pages"
    verbose_name = _("Pages")

    def ready(self) -> None:
        from content_types.pages import api, importer, roles

        api.register()
        importer.register()
        roles.register()
