from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MediaConfig(AppConfig):
    name = "cms.media"
    label = "media"
    verbose_name = _("Media")

    def ready(self) -> None:
        from cms.media import (
            api,
            receivers,  # noqa: F401  (connects the signals)
        )

        api.register()
