from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExtensionsConfig(AppConfig):
    name = "cms.plugins"
    label = "extensions"
    verbose_name = _("Plugins")

    def ready(self) -> None:
        from cms.plugins.runtime import decisions as runtime, receivers
        from cms.plugins.runtime.current import platform

        receivers.connect()
        runtime.attach(platform())
        platform().load()
