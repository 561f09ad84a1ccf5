"""The site that a plugin's tests start from, with everything that makes content for it in one place."""

from __future__ import annotations

from dataclasses import dataclass

from wagtail.models import Site

from content_types.solutions.models import Solution
from content_types.testing import factories

__all__ = ["SampleSite"]


@dataclass(frozen=True)
class SampleSite:
    """A default site with a home page and indexes of solutions, events and collections, in English.

    Its methods make one live thing each, and take the model's own field names as keywords: what is not given is made
    up. `user` takes `groups=("Editors",)`; `review` is published unless `state` says otherwise. They are stable:
    names and arguments change with the first number of HOOK_API only.
    """

    site: Site
    user = staticmethod(factories.make_user)
    category = staticmethod(factories.make_category)
    vendor = staticmethod(factories.make_vendor)
    solution = staticmethod(factories.make_solution)
    review = staticmethod(factories.make_review)
    event = staticmethod(factories.make_event)
    collection = staticmethod(factories.make_collection)
    page = staticmethod(factories.make_standard_page)
    image = staticmethod(factories.make_image)
    document = staticmethod(factories.make_document)

    def solutions(self, count: int) -> list[Solution]:
        """So many solutions, each of a vendor of its own."""
        return [self.solution(vendor=self.vendor()) for _ in range(count)]
