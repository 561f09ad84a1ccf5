"""The workshop of `cms.testing`, under the name by which our own tests know it."""

from cms.testing.workshop import JOB, QUIET, Workshop

__all__ = ["JOB", "QUIET", "Workshop"]
