from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RatingsRecommendConfig(AppConfig):
    name = "plugins.ratings_recommend"
    label = "ratings_recommend"
    verbose_name = _("Ratings: share of recommendations")
    default_auto_field = "django.db.models.BigAutoField"
