"""Findings as lines for people, or as JSON. It needs no settings, since these may be what is wrong."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict

from cms.operations.doctor.findings import Finding, Level, fail

__all__ = ["format_findings", "print_setting_faults", "summarise"]

MARKS = {Level.OK: "ok     ", Level.WARNING: "WARNING", Level.ERROR: "ERROR  "}
REMEDY = "Correct the environment or the .env file; docs/reference/settings.md describes every setting."


def format_findings(findings: Sequence[Finding], *, as_json: bool) -> str:
    """The report: an object with `status` and `findings`, or a line for each finding and its remedy below it."""
    if as_json:
        return json.dumps(
            {"status": worst_level(findings), "findings": [asdict(each) for each in findings]}, indent=2
        )
    return "\n".join([*format_lines(findings), summarise(findings)])


def format_lines(findings: Iterable[Finding]) -> Iterable[str]:
    for each in findings:
        yield f"{MARKS[each.level]}  {each.check}: {each.message}"
        if each.remedy:
            yield f"         → {each.remedy}"


def worst_level(findings: Iterable[Finding]) -> Level:
    found = {each.level for each in findings}
    return next((each for each in (Level.ERROR, Level.WARNING) if each in found), Level.OK)


def summarise(findings: Sequence[Finding]) -> str:
    """How many of each level, in a sentence."""
    count = Counter(each.level for each in findings)
    errors, warnings = count[Level.ERROR], count[Level.WARNING]
    if not errors and not warnings:
        return f"{len(findings)} checks: nothing is wrong."
    return f"{errors} error{'s' * (errors != 1)}, {warnings} warning{'s' * (warnings != 1)}, {count[Level.OK]} ok."


def print_setting_faults(faults: Iterable[str], *, as_json: bool) -> None:
    """Report settings that keep the site from starting; nothing else can be checked then."""
    findings = [fail("settings", fault, REMEDY) for fault in faults]
    print(format_findings(findings, as_json=as_json))
