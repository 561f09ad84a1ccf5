"""Which user agents are programs. Most say so: crawlers, previews of links, monitors, libraries, headless browsers."""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = ["is_bot"]

WORDS = re.compile(
    r"bot\b|bot[/_;-]|crawl|spider|slurp|scrap(?:er|y)|archiver|fetcher|headless|phantomjs|selenium|playwright|puppeteer"
    r"|lighthouse|pagespeed|monitor|uptime|pingdom|preview|facebookexternalhit|embedly|feed(?:ly|burner|fetcher)"
    r"|validator|^curl/|^wget|^python|python-requests|aiohttp|httpx|urllib|okhttp|^java/|apache-httpclient|go-http-client"
    r"|node-fetch|axios|undici|^ruby|^php|guzzle|libwww|^perl|http_request|gptbot|chatgpt|claude|perplexity|anthropic",
    re.IGNORECASE,
)
USUAL = 300
"""Characters of a user agent that is remembered."""


def is_bot(user_agent: str) -> bool:
    """Whether a program says so of itself, or says nothing at all. Agents are remembered, without whose they are."""
    return remember_bot(user_agent) if len(user_agent) <= USUAL else look_for_words(user_agent)


@lru_cache(maxsize=2000)
def remember_bot(user_agent: str) -> bool:
    return look_for_words(user_agent)


def look_for_words(user_agent: str) -> bool:
    return not user_agent.strip() or WORDS.search(user_agent) is not None
