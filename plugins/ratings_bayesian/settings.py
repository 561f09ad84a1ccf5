"""Settings of the Bayesian ratings."""

from __future__ import annotations

from pydantic import BaseModel, Field


class Settings(BaseModel):
    """start_mean, start_weight: the prior until there is one from reviews, in stars and in reviews of full weight.

    rated_solutions: how many a category needs for a prior of its own. kept_days: how long rankings are kept.
    """

    start_mean: float = Field(default=4.0, ge=1, le=5)
    start_weight: float = Field(default=10.0, ge=5, le=50)
    rated_solutions: int = Field(default=5, ge=2, le=1000)
    kept_days: int = Field(default=400, ge=1, le=4000)
