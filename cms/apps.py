from django.apps import AppConfig


class CmsConfig(AppConfig):
    name = "cms"
    label = "cms"
    verbose_name = "AiXplore"

    def ready(self) -> None:
        from cms.web import spreadsheets, widgets

        spreadsheets.install()
        widgets.install()
