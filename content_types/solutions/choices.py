"""The fixed vocabularies of solution profiles."""

from django.utils.translation import gettext_lazy as _

from cms.base.choices import TextChoices


class PricingModel(TextChoices):
    """How a solution is paid for."""

    FREE = "free", _("Free")
    FREEMIUM = "freemium", _("Free tier, paid plans")
    SUBSCRIPTION = "subscription", _("Subscription")
    USAGE = "usage", _("By usage")
    ONE_TIME = "one_time", _("One payment")
    CUSTOM = "custom", _("Price on request")


class PricingPeriod(TextChoices):
    """What a plan's price covers."""

    MONTH = "month", _("per month")
    YEAR = "year", _("per year")
    ONCE = "once", _("once")
    USAGE = "usage", _("by usage")


class PriceBand(TextChoices):
    """Where the lowest price per month lies, in the site's currency."""

    FREE = "free", _("Free or with a free tier")
    UNDER_10 = "under_10", _("Less than 10")
    FROM_10_TO_50 = "from_10_to_50", _("10 to 50")
    FROM_50_TO_200 = "from_50_to_200", _("50 to 200")
    FROM_200 = "from_200", _("200 and more")


class Deployment(TextChoices):
    """Where a solution runs."""

    SAAS = "saas", _("Hosted service")
    SELF_HOSTED = "self_hosted", _("Self-hosted")
    API = "api", _("API")
    ON_DEVICE = "on_device", _("On the device")


class Platform(TextChoices):
    """What a solution can be used on."""

    WEB = "web", _("Web")
    WINDOWS = "windows", _("Windows")
    MACOS = "macos", _("macOS")
    LINUX = "linux", _("Linux")
    IOS = "ios", _("iOS")
    ANDROID = "android", _("Android")


class SolutionStatus(TextChoices):
    """The life cycle stage of a solution."""

    ACTIVE = "active", _("Active")
    BETA = "beta", _("Beta")
    DISCONTINUED = "discontinued", _("Discontinued")
