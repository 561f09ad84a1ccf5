from django.apps import AppConfig


class RatingsRecommendConfig(AppConfig):
    name = "plugins.ratings_recommend"
    label = "ratings_recommend"
    verbose_name = "Ratings: share of recommendations"
    default_auto_field = "django.db.models.BigAutoField"
