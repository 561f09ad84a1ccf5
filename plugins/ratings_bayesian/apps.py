from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RatingsBayesianConfig(AppConfig):
    name = "plugins.ratings_bayesian"
    label = "ratings_bayesian"
    verbose_name = _("Ratings: Bayesian mean")
    default_auto_field = "django.db.models.BigAutoField"
