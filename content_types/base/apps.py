from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BaseConfig(AppConfig):
    name = "content_types.base"
    label = "content_base"
    verbose_name = _("Shared by all content")

    def ready(self) -> None:
        from ninja.orm import register_field

        register_field(
            "ChoiceArrayField", list[str]
        )  # before Wagtail's apps, which make schemas of all pages
