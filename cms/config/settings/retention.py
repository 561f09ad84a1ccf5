"""For how many days records are kept, and after how many what editors checked is due again."""

from __future__ import annotations

from pydantic import Field
from pydantic_settings import BaseSettings

__all__ = ["RetentionSettings"]


class RetentionSettings(BaseSettings):
    """Periods, in days."""

    profile_check_days: int = Field(
        default=90, ge=1, le=3650,
        description="Days after which the profile of a solution that was marked as checked is due for a check again.",
    )  # fmt: skip
    link_check_days: int = Field(
        default=14, ge=0, le=365,
        description="Days after which a link to another site is requested again, to find broken ones; those "
        "that failed are requested again on the next day. 0: the site requests no links.",
    )  # fmt: skip
    journal_days: int = Field(
        default=365, ge=0, le=3650,
        description="Days for which the records of imports, and what is needed to undo a merge, are kept. What was "
        "imported and merged stays. 0: they are kept for good.",
    )  # fmt: skip
    claim_days: int = Field(
        default=365, ge=0, le=3650,
        description="Days for which a claim on a vendor is kept after it was decided or withdrawn, or has expired. "
        "0: claims are kept until their claimant is erased.",
    )  # fmt: skip
    search_log_days: int = Field(
        default=90, ge=0, le=3650,
        description="Days for which is kept what was searched for, without who did, five times a day or more. 0: no "
        "searches are counted.",
    )  # fmt: skip
