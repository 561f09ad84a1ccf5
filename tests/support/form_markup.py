"""The parts of a page that its forms send. Pages of the admin have hundreds of kilobytes; parsing these few is fast."""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["reduce_to_fields"]

SKIPPED = re.compile(r"<script\b.*?</script>|<style\b.*?</style>|<svg\b.*?</svg>|<!--.*?-->", re.DOTALL)
TAG = re.compile(
    r"""</?(?:form|select|optgroup|option|textarea|input|button|template)\b(?:[^>"']|"[^"]*"|'[^']*')*>"""
)
TEXTS = ("option", "textarea", "button")
"""What a form sends the text of."""


def reduce_to_fields(html: str) -> str:
    """The forms of a page with their fields alone, which send the same as before."""
    return "".join(iterate_parts(SKIPPED.sub("", html)))


def iterate_parts(html: str) -> Iterator[str]:
    found = list(TAG.finditer(html))
    for tag, following in zip(found, [*found[1:], None], strict=True):
        yield tag[0]
        if tag[0].startswith(tuple(f"<{name}" for name in TEXTS)):
            yield html[tag.end() : following.start() if following else len(html)]
