"""How many events one network may send."""

from cms.ratelimit.buckets import declare_rates
from cms.ratelimit.limits import Rate

BUCKET = "collect"


def register() -> None:
    declare_rates(__name__, {BUCKET: Rate(600, 60, "Events of visits, from one network.")})
