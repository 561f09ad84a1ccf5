"""The reads W1 to W5 in the words of plain Grapple.

A tag has an id in place of a slug, and a page has the path of its tree in place of an address: Grapple's types have no others.
W5 asks solutions alone, for Grapple's own `search` reads every row that matches.
"""

from __future__ import annotations

__all__ = ["PLAIN_READS"]

RELATIONS = "title slug summary urlPath vendor { name slug } category { name slug } tags { name id }"
FILTERED = "{ filteredSolutions(%s) { pagination { total } items { %s } } }"
PLAIN_READS = {
    "W1": '{ solutions(limit: 20, order: "title,pk") { %s } }' % RELATIONS,
    "W2": '{ solution(slug: "tool-7") { %s body { blockType ... on ParagraphBlock { text } } '
    'reviews(limit: 20, order: "-created_at,-pk") { rating title body createdAt } } }' % RELATIONS,
    "W3": '{ solutions(limit: 100, order: "title,pk") '
    '{ %s reviews(limit: 5, order: "-created_at,-pk") { rating title } } }' % RELATIONS,
    "W4": FILTERED % ('pricingModel: "free", page: 3, perPage: 20, order: "-popularity,-pk"', RELATIONS),
    "W5": FILTERED % ('searchQuery: "agent", perPage: 20', "title urlPath summary"),
}
