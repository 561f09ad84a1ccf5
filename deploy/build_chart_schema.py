"""Write the settings and secrets that the chart takes into chart/values.schema.json, from the site's own settings."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from cms.config.settings.env import Environment
from cms.config.settings.requirements import REQUIRED
from cms.config.settings.secret_files import SECRETS

PATH = Path(__file__).parent / "chart" / "values.schema.json"
OWN = {"var_dir", "static_dir", "prometheus_multiproc_dir", "metrics_port", "aixplore_trace_hooks"}
"""Settings that the chart or the image makes, and one for developers."""
PLUGIN = "^AIXPLORE_PLUGIN_[A-Z0-9_]+__[A-Z0-9_]+$"
KEPT = ("type", "enum", "const", "minimum", "maximum", "pattern")


def build_settings() -> dict[str, Any]:
    """A schema for the settings that are no secrets, by the names of their variables."""
    properties = Environment.model_json_schema()["properties"]
    hidden = OWN | set(SECRETS) | {f"{name}_file" for name in SECRETS}
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {name.upper(): narrow(each) for name, each in properties.items() if name not in hidden},
        "patternProperties": {PLUGIN: {"type": "string"}},
    }


def narrow(found: dict[str, Any]) -> dict[str, Any]:
    """What a value may be. Empty settings are left out in values, so none is null."""
    options = [each for each in found.get("anyOf", ()) if each.get("type") != "null"]
    return {key: value for key, value in (options[0] if options else found).items() if key in KEPT}


def build_secrets() -> dict[str, Any]:
    """A schema for the places of secrets; those that a deployment needs are required."""
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [name.upper() for name in REQUIRED if name in SECRETS],
        "properties": {name.upper(): {"$ref": "#/$defs/place"} for name in SECRETS},
    }


def build(text: str) -> str:
    """The schema with both parts made again."""
    schema = json.loads(text)
    schema["$defs"] |= {"settings": build_settings(), "secrets": build_secrets()}
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def main() -> int:
    text = PATH.read_text()
    made = build(text)
    if "--check" in sys.argv[1:]:
        if made != text:
            print("deploy/chart/values.schema.json is out of date. Run: make chart-schema", file=sys.stderr)
        return int(made != text)
    PATH.write_text(made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
