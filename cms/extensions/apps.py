from django.apps import AppConfig


class ExtensionsConfig(AppConfig):
    name = "cms.extensions"
    label = "extensions"
    verbose_name = "Plugins"

    def ready(self) -> None:
        from cms.extensions import receivers, runtime
        from cms.hooks.runtime import platform

        receivers.connect()
        runtime.attach(platform())
        platform().load()
