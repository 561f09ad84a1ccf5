"""The fixtures of `aixplore.testing` that make content."""

from __future__ import annotations

import pytest

from content_types.testing.factories import make_site
from content_types.testing.site import SampleSite


@pytest.fixture
def aixplore_site(db: None) -> SampleSite:
    """An empty site with its page tree: `aixplore_site.solution("Whisper")` adds to it."""
    return SampleSite(make_site())
