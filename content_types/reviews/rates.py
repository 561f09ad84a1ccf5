"""How often a person may write, report and vote."""

from cms.ratelimit.buckets import declare_rates
from cms.ratelimit.limits import Rate


def register() -> None:
    declare_rates(
        __name__,
        {
            "reviews": Rate(20, 3600, "Reviews that are sent, changed, answered or reported."),
            "votes": Rate(100, 3600, "Votes on reviews."),
        },
    )
