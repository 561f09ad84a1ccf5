#!/usr/bin/env bash
# Wagtail 8.0.1: an optional CharBlock or TextBlock that was never filled in is indexed for search as the word "None". Its
# default is None, and the text for the index is made by force_str of the value; an empty string, as a form sends it, gives
# nothing. So content that was created by code, a migration or an import, and blocks to which a field was added later, are
# found by a search for "none".
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check wagtail==8.0.1 django==5.2.19

"$folder/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

import django
from django.conf import settings

settings.configure(
    INSTALLED_APPS=[
        "django.contrib.contenttypes", "django.contrib.auth", "taggit", "wagtail.search", "wagtail.images",
        "wagtail.users", "wagtail.admin", "wagtail",
    ],
    SECRET_KEY="finding", STATIC_URL="/static/", WAGTAIL_SITE_NAME="finding",
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
)
django.setup()

from wagtail.blocks import CharBlock, StreamBlock, StructBlock, TextBlock

card = StructBlock([("title", CharBlock()), ("note", CharBlock(required=False)), ("text", TextBlock(required=False))])
body = StreamBlock([("card", card)])


def find_texts(**given: str) -> list[str]:
    return body.get_searchable_content(body.to_python([{"type": "card", "value": {"title": "Atlas", **given}}]))


unfilled, empty = find_texts(), find_texts(note="", text="")
print(f"Wagtail {version('wagtail')}: fields that were never filled in {unfilled}, fields sent empty by a form {empty}")
assert unfilled == ["Atlas", "None", "None"], "the behaviour has changed"
assert empty == ["Atlas", "", ""], "the behaviour has changed"
PYTHON
