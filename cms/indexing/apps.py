from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class IndexingConfig(AppConfig):
    """Stands after all content types, whose declarations it reads."""

    name = "cms.indexing"
    label = "indexing"
    verbose_name = _("Search index")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cms.indexing import receivers
        from cms.indexing.migrating import build_outdated_index

        receivers.connect()
        post_migrate.connect(build_outdated_index, sender=self)
