from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImportingConfig(AppConfig):
    name = "cms.exchange"
    label = "importing"
    verbose_name = _("Import and export")

    def ready(self) -> None:
        from cms.exchange import queues, retention
        from cms.exchange.kinds.files import DocumentImporter, ImageImporter
        from cms.exchange.kinds.registry import register_importer

        queues.register()
        retention.register()
        register_importer(ImageImporter())
        register_importer(DocumentImporter())
