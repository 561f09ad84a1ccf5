from django.apps import AppConfig


class RatingsBayesianConfig(AppConfig):
    name = "plugins.ratings_bayesian"
    label = "ratings_bayesian"
    verbose_name = "Ratings: Bayesian mean"
    default_auto_field = "django.db.models.BigAutoField"
