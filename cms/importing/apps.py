from django.apps import AppConfig


class ImportingConfig(AppConfig):
    name = "cms.importing"
    label = "importing"
    verbose_name = "Import and export"

    def ready(self) -> None:
        from cms.importing.files import DocumentImporter, ImageImporter
        from cms.importing.registry import register_importer

        register_importer(ImageImporter())
        register_importer(DocumentImporter())
