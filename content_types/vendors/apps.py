from django.apps import AppConfig


class VendorsConfig(AppConfig):
    name = "content_types.vendors"
    label = "vendors"
    verbose_name = "Vendors"

    def ready(self) -> None:
        from cms.links.finding import declare_links
        from content_types.vendors import api, importer, merging, roles
        from content_types.vendors.models import Vendor

        declare_links(Vendor, "website")
        api.register()
        importer.register()
        merging.register()
        roles.register()
