from django.apps import AppConfig


class CmsConfig(AppConfig):
    name = "cms"
    label = "cms"
    verbose_name = "AiXplore"

    def ready(self) -> None:
        from cms.compat import wagtail_admin
        from cms.web import checks, spreadsheets, widgets  # noqa: F401 - checks register themselves

        spreadsheets.install()
        widgets.install()
        wagtail_admin.install()
