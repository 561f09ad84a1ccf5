from django.apps import AppConfig


class BaseConfig(AppConfig):
    name = "content_types.base"
    label = "content_base"
    verbose_name = "Shared by all content"
