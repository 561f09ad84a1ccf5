from django.apps import AppConfig


class BlocksConfig(AppConfig):
    name = "content_types.blocks"
    label = "blocks"
    verbose_name = "Blocks"
