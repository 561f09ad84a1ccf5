from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CmsConfig(AppConfig):
    name = "cms.config"
    label = "cms"
    verbose_name = _("AiXplore")

    def ready(self) -> None:
        from modelsearch.conf import get_app_config

        from cms.compat import wagtail_admin, wagtail_hidden_names, wagtail_references, wrapping  # noqa: F401 - wrappers register themselves
        from cms.config import checks  # noqa: F401 - checks register themselves
        from cms.search import lookups  # noqa: F401 - look-ups register themselves
        from cms.search.rebuilding import rebuild_outdated_index
        from cms.site import spreadsheets, widgets

        post_migrate.connect(rebuild_outdated_index, sender=get_app_config())
        spreadsheets.install()
        widgets.install()
        wrapping.install()
