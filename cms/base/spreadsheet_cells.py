"""Spreadsheet formulas: neutralised in every spreadsheet that is written, and restored when one is read again."""

from __future__ import annotations

import re
from typing import Any

FORMULA = re.compile(r"'*(?:\s*[=+\-@＝＋－＠]|[\t\r\n])")
"""How a cell begins that a spreadsheet runs as a formula, after any number of apostrophes."""


def neutralise_cell(value: Any) -> Any:
    """A cell that no spreadsheet runs as a formula: an apostrophe is put before the text."""
    return f"'{value}" if isinstance(value, str) and FORMULA.match(value) else value


def restore_cell(text: str) -> str:
    """The text that `neutralise_cell` was given."""
    return text[1:] if text.startswith("'") and FORMULA.match(text) else text
