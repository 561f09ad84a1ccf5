from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TaxonomyConfig(AppConfig):
    name = "content_types.taxonomy"
    label = "taxonomy"
    verbose_name = _("Taxonomy")

    def ready(self) -> None:
        from content_types.taxonomy import api, importer, merging, roles

        api.register()
        importer.register()
        merging.register()
        roles.register()
