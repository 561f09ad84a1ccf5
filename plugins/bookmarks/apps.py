from django.apps import AppConfig


class BookmarksConfig(AppConfig):
    name = "plugins.bookmarks"
    label = "bookmarks"
    verbose_name = "Bookmarks"
    default_auto_field = "django.db.models.BigAutoField"
