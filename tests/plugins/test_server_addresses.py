"""Addresses in settings of plugins: a malformed one refuses the plugin, and what is said repeats nothing of it."""

from __future__ import annotations

import json

import pytest
from pydantic import BaseModel, ValidationError, field_validator

from cms.plugin_api import PluginRefused, check_http_address
from cms.plugins.loader.configuration import Sources, load_settings

PORT = "the port is no number from 1 to 65535"
WRONG = {
    "ftp://S3cr3tWord": "it must start with http://… or https://…",
    "http:/S3cr3tWord": "it must start with http://… or https://…",
    "http://h:S3cr3tWord": PORT,
    "http://h:99999": PORT,
    "http://": "the host is missing",
    "https://u:S3cr3tWord@h:9200": "it takes no user and password",
    "https://h/S3cr3tWord#x": "a # would end the address",
    "https://h/S3cr3t Word": "it holds a space",
    "https://h/%S3cr3tWord": "a % is not followed by two hexadecimal digits",
}


class Settings(BaseModel):
    """As a plugin's."""

    hosts: list[str]

    @field_validator("hosts")
    @classmethod
    def are_addresses(cls, hosts: list[str]) -> list[str]:
        return [check_http_address(each) for each in hosts]


@pytest.mark.parametrize("value", WRONG)
def test_a_malformed_address_refuses_the_plugin(value: str) -> None:
    environment = {"AIXPLORE_PLUGIN_MINE__HOSTS": json.dumps(["http://good:9200", value])}
    with pytest.raises(PluginRefused) as caught:
        load_settings("mine", Settings, Sources(environment=environment), {})
    assert f"settings of mine: hosts: {WRONG[value]}" in str(caught.value)
    assert "S3cr3t" not in str(caught.value) and "99999" not in str(caught.value)


def test_what_follows_a_question_mark_is_taken_where_it_makes_sense() -> None:
    address = "https://www.example.org/hook?site=1"
    assert check_http_address(address, takes_options=True) == address
    with pytest.raises(ValueError, match="it takes no options"):
        check_http_address(address)


@pytest.mark.parametrize(
    ("plugin", "key"),
    [
        ("search_elasticsearch", "hosts"),
        ("vectors_elasticsearch", "hosts"),
        ("nextjs_revalidate", "addresses"),
        ("analytics_clickhouse", "url"),
    ],
)
def test_bundled_plugins_check_theirs(plugin: str, key: str) -> None:
    module = pytest.importorskip(f"plugins.{plugin}.settings")
    is_list = key != "url"
    for good in ("http://127.0.0.1:8123", "https://[::1]:9200/below/"):
        assert module.Settings(**{key: [good] if is_list else good})
    with pytest.raises(ValidationError, match=PORT):
        module.Settings(**{key: ["http://h:abc"] if is_list else "http://h:abc"})
