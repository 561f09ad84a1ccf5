"""The form of keys, and that no log shows one."""

from __future__ import annotations

import json
import logging
import logging.config
from io import StringIO

import pytest
import structlog

from cms.config.settings.logs import logging_config
from cms.identity.key_tokens import (
    ALPHABET,
    compute_checksum,
    create_token,
    get_prefix,
    has_checksum,
    holds_token,
    is_well_formed,
    redact_tokens,
)


def test_a_new_key_is_well_formed_and_never_the_same() -> None:
    tokens = [create_token("aix") for _ in range(50)]
    for prefix, token in tokens:
        assert is_well_formed(token) and has_checksum(token) and get_prefix(token) == prefix
    assert len({token[13:] for _, token in tokens}) == 50


def test_each_typing_error_is_told_by_the_checksum() -> None:
    _, token = create_token("aix")
    for place in range(13, len(token)):
        for other in ALPHABET[::7]:
            changed = token[:place] + other + token[place + 1 :]
            assert changed == token or not has_checksum(changed)


def test_a_checksum_has_the_same_length_for_every_body() -> None:
    assert {len(compute_checksum(f"aix_{number}")) for number in range(1_000)} == {6}


@pytest.mark.parametrize(
    "around", ["{}", "Bearer {}", "?api_key={}&a=b", "a\n{}\nb", "x{}", '{{"key": "{}"}}', "{}."]
)
def test_keys_are_redacted_wherever_they_stand(around: str) -> None:
    prefix, token = create_token("aix")
    text = redact_tokens(around.format(token))
    assert token not in text and token[13:] not in text and f"aix_{prefix}_…" in text and holds_token(token)


def test_words_that_are_no_keys_stay() -> None:
    assert redact_tokens("aix_help axs_1a2b3c4d aix_zz") == "aix_help axs_1a2b3c4d aix_zz"


@pytest.mark.parametrize("pretty", [True, False])
def test_no_log_line_holds_a_key(pretty: bool) -> None:
    """In an event, its values, a message of a library with arguments, and an exception."""
    formatter = logging_config("DEBUG", pretty)["formatters"]["structured"]
    stream = StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=formatter["foreign_pre_chain"], processors=formatter["processors"]
    ))  # fmt: skip
    logger = logging.Logger("tested")
    logger.addHandler(handler)
    _, token = create_token("aix")
    logger.warning("sent %s", token)
    logger.warning(
        {"event": "request", "path": f"/graphql?api_key={token}", "headers": [{"a": f"Bearer {token}"}]}
    )
    try:
        raise ValueError(f"\n{token}")
    except ValueError:
        logger.exception("failed")
    written = stream.getvalue()
    assert token not in written and token[13:] not in written and written.count("_…") >= 4
    assert pretty or all(json.loads(line) for line in written.splitlines())
