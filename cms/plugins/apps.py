from django.apps import AppConfig


class ExtensionsConfig(AppConfig):
    name = "cms.plugins"
    label = "extensions"
    verbose_name = "Plugins"

    def ready(self) -> None:
        from cms.plugins.runtime import decisions as runtime, receivers
        from cms.plugins.runtime.current import platform

        receivers.connect()
        runtime.attach(platform())
        platform().load()
