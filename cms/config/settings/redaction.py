"""What log lines show of secrets that stand in addresses: nothing but that there was one."""

from __future__ import annotations

import re

from cms.identity.key_tokens import redact_tokens

__all__ = ["redact_secrets"]

SLASH = r"(?:/|%(?:25)*2[Ff])"
"""In a path, or encoded once or more often where it stands in a query."""
JWT = re.compile(r"\beyJ[\w-]{5,}\.[\w-]+(?:\.[\w-]*)?", re.ASCII)
HINT = re.compile(r"(id_token_hint(?:=|%(?:25)*3[Dd]))[^&\s\"'<>]+")
LINK = re.compile(
    rf"(account{SLASH}(?:sign-up|email|claims){SLASH}|account{SLASH}password{SLASH}set{SLASH}[\w-]+{SLASH})[^/&?#\s\"'<>%]+"
    r"(?:%(?:25)*3[Aa][^/&?#\s\"'<>%]+)*"
)
"""The last segment of links in e-mails; signed ones are parts with colons between them."""
REQUEST = re.compile(r"(Max retries exceeded with url: [^\s?]*\?)[^\s()]+")
"""What urllib3 says of a server that is away, with the options of its address: TRACES_URL may have a key there."""
PUBLIC = re.compile(r"(?:sent|set-password)\Z")


def redact_secrets(text: str) -> str:
    """The text without keys, JWTs, options of addresses and tokens of links that prove an address or set a password."""
    text = REQUEST.sub(r"\1…", HINT.sub(r"\1…", JWT.sub("…", redact_tokens(text))))
    return LINK.sub(lambda found: found[0] if PUBLIC.search(found[0]) else f"{found[1]}…", text)
