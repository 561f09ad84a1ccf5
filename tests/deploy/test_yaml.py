"""YAML files say each thing once: of two equal keys most programs take the last, and say nothing."""

from __future__ import annotations

import subprocess
from typing import Any

import pytest
import yaml

from tests.deploy.files import CHECKOUT

MAPPING = yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG


class Strict(yaml.SafeLoader):
    """Refuses a key that comes twice. Tags of single programs, such as those of Compose, mean nothing here."""


def read_mapping(loader: Strict, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
    keys = [loader.construct_object(key, deep=True) for key, _ in node.value if key.value != "<<"]
    repeated = {key for key in keys if keys.count(key) > 1}
    assert not repeated, f"{sorted(map(str, repeated))} {node.start_mark}"
    loader.flatten_mapping(node)
    return {
        loader.construct_object(key, deep=True): loader.construct_object(value, deep=True)
        for key, value in node.value
    }


Strict.add_constructor(MAPPING, read_mapping)
Strict.add_multi_constructor("!", lambda loader, tag, node: None)


def list_files() -> list[str]:
    """Those of the checkout, without templates of the chart, which are no YAML until they are rendered."""
    listed = subprocess.run(
        ["git", "ls-files", "*.yaml", "*.yml"], cwd=CHECKOUT, capture_output=True, text=True, check=True
    )
    return [name for name in listed.stdout.split() if "/templates/" not in name]


@pytest.mark.parametrize("name", list_files())
def test_no_key_comes_twice(name: str) -> None:
    list(yaml.load_all((CHECKOUT / name).read_text(), Strict))


def test_a_key_that_comes_twice_is_found() -> None:
    with pytest.raises(AssertionError, match="'a'"):
        yaml.load("b: {a: 1, c: 2, a: 3}", Strict)
